#if TLS
import HTTPWire
import HTTPWireTesting
import Testing

/// Sessions that are resumed, and those that must not be.
@Suite struct ResumptionTests {
  /// Sends a byte there and back, which brings the tickets of TLS 1.3 along, and says on both sides whether the session was resumed.
  private func visit(_ server: TLSLoopbackServer, _ context: TLSContext, name: String = "localhost", port: Int? = nil) throws -> Bool {
    let stream = try TLSStream(
      over: server.server.connect(), context: context, serverName: name, port: port ?? server.port, timeout: .seconds(10))
    let answer = try stream.readToEnd()
    #expect(answer == [stream.isResumed ? 1 : 0], "both sides agree")
    #expect(!stream.peerCertificates.isEmpty)
    #expect(stream.peerCertificates.first?.dnsNames.isEmpty == false)
    stream.close()
    return stream.isResumed
  }

  private func server(_ change: (inout TLSServerOptions) throws -> Void = { _ in }) throws -> TLSLoopbackServer {
    try Fixture.server(change) { try $0.send([$0.tls?.isResumed == true ? 1 : 0]) }
  }

  @Test(arguments: [TLSVersion.tls12, .tls13])
  func aSecondConnectionResumesTheSession(_ version: TLSVersion) throws {
    let server = try server { $0.maximumVersion = version }
    let context = try Fixture.context()
    let visits = try (0..<6).map { _ in try visit(server, context) }
    #expect(visits == [false, true, true, true, true, true])
  }

  @Test(arguments: [TLSVersion.tls12, .tls13])
  func aSessionIsForItsServerAlone(_ version: TLSVersion) throws {
    let certificate = try Fixture.authority.get().issue(TestCertificate.Request(dnsNames: ["a.test", "b.test"]))
    let server = try server {
      $0.maximumVersion = version
      $0.certificate = certificate
    }
    let context = try Fixture.context()
    #expect(try !visit(server, context, name: "a.test"))
    #expect(try !visit(server, context, name: "b.test"), "another name")
    #expect(try !visit(server, context, name: "a.test", port: 1), "another port")
    #expect(try !visit(server, Fixture.context(), name: "a.test"), "another context")
    #expect(try visit(server, context, name: "a.test"))
    #expect(try visit(server, context, name: "A.test."), "the same name, written in another way")
  }

  @Test func aTicketIsUsedOnce() throws {
    let server = try server { $0.tickets = 1 }
    let context = try Fixture.context()
    #expect(try !visit(server, context))
    let first = try TLSStream(over: server.server.connect(), context: context, serverName: "localhost", port: server.port)
    let second = try TLSStream(over: server.server.connect(), context: context, serverName: "localhost", port: server.port)
    #expect(first.isResumed)
    #expect(!second.isResumed, "the only ticket was given to the first")
    first.close()
    second.close()
  }

  @Test func sessionsCanBeForgotten() throws {
    let server = try server()
    let context = try Fixture.context()
    #expect(try !visit(server, context))
    context.forgetSessions()
    #expect(try !visit(server, context))
    #expect(try visit(server, context))
  }

  @Test func nothingIsResumedWhereEitherSideDoesNotWantTo() throws {
    let server = try server()
    let context = try Fixture.context { $0.sessionCacheSize = 0 }
    for _ in 0..<3 { #expect(try !visit(server, context)) }
    for version in [TLSVersion.tls12, .tls13] {
      let unwilling = try self.server {
        $0.tickets = 0
        $0.maximumVersion = version
      }
      let willing = try Fixture.context()
      for _ in 0..<3 { #expect(try !visit(unwilling, willing)) }
    }
  }

  @Test func theOldestServerIsForgottenFirst() throws {
    let servers = try (0..<3).map { _ in try server() }
    let context = try Fixture.context { $0.sessionCacheSize = 2 }
    for server in servers { #expect(try !visit(server, context)) }
    #expect(try visit(servers[2], context))
    #expect(try visit(servers[1], context))
    #expect(try !visit(servers[0], context))
  }

  @Test func aContextIsSharedByThreads() async throws {
    let server = try server()
    let context = try Fixture.context()
    let resumed = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<4 {
        group.addTask { try (0..<10).count { _ in try visit(server, context) } }
      }
      return try await group.reduce(0, +)
    }
    #expect(resumed >= 20)
  }
}

extension Sequence {
  /// How many elements there are for which the closure returns true.
  fileprivate func count(where isCounted: (Element) throws -> Bool) rethrows -> Int {
    try reduce(0) { try $0 + (isCounted($1) ? 1 : 0) }
  }
}
#endif
