import Foundation
import HTTPWire
import HTTPWireSupport
import Testing

#if os(Linux)
/// The names that `Scripts/namespaces` makes, in the network that it makes. Port 8080 of the live addresses has a server, which answers
/// with the client's address. Other ports refuse.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["HTTPWIRE_NAMESPACES"] != nil))
struct NamespaceTests {
  /// Runs `body`, and expects that it leaves the process as many descriptors as there were.
  private static func expectingNoDescriptorLeft(_ body: () throws -> Void) throws {
    let before = try descriptors()
    try body()
    #expect(try descriptors() == before)
  }

  private static func descriptors() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count }

  @Test(
    arguments: [
      (host: "dead6.test", dead: "[2001:db8:77::9]:8080", fixed: [], client: "::ffff:10.77.0.1"),
      (host: "dead4.test", dead: "10.77.0.9:8080", fixed: ["10.77.0.9", "fd77::2"], client: "fd77::1"),
    ] as [(host: String, dead: String, fixed: [String], client: String)])
  func `a name whose first address is dead is reached within a second`(
    host: String, dead: String, fixed: [String], client: String
  ) throws {
    var dialer = TCPDialer()
    // Resolvers differ in where they put IPv4, so it is put first here.
    if !fixed.isEmpty { dialer.resolving = [.init(host: host, port: 8080, addresses: fixed)] }
    #expect(try (Resolver.addresses(of: fixed.first ?? host, port: 8080)).first?.text == dead)
    try Self.expectingNoDescriptorLeft {
      for _ in 0..<3 {
        let connection = try HTTPConnection(host, port: 8080, timeout: .seconds(10))
        connection.opener = dialer.dial
        let start = ContinuousClock.now
        try connection.connect()
        #expect(ContinuousClock.now - start < .seconds(1))
        try connection.request("GET", "/")
        let body = try connection.getResponse().read()
        #expect(String(decoding: body, as: UTF8.self) == client)
        connection.close()
      }
    }
  }

  @Test(arguments: [("dead6.test", AddressFamily.ipv6), ("dead4.test", .ipv4)])
  func `with the family of the dead address alone the time runs out`(host: String, family: AddressFamily) throws {
    var dialer = TCPDialer()
    dialer.family = family
    try Self.expectingNoDescriptorLeft {
      #expect(throws: HTTPException.timedOut(.connecting)) {
        try dialer.connect(to: ConnectionTarget(host: host, port: 8080, timeout: .milliseconds(500)))
      }
    }
  }

  @Test func `a name of dead addresses ends with the timeout, of which all of them have a share`() throws {
    try Self.expectingNoDescriptorLeft {
      let start = ContinuousClock.now
      #expect(throws: HTTPException.timedOut(.connecting)) {
        try TCPDialer().connect(to: ConnectionTarget(host: "dead.test", port: 8080, timeout: .milliseconds(700)))
      }
      #expect(ContinuousClock.now - start < .seconds(2))
    }
  }

  @Test func `the error lists the dead address and the one that refuses`() throws {
    try Self.expectingNoDescriptorLeft {
      let error = #expect(throws: HTTPException.self) {
        try TCPDialer().connect(to: ConnectionTarget(host: "half.test", port: 8081, timeout: .milliseconds(700)))
      }
      #expect(error?.description == "could not connect: [2001:db8:77::9]:8081: timed out; 10.77.0.2:8081: Connection refused")
    }
  }

  @Test func `a cancel ends attempts at dead addresses`() throws {
    try Self.expectingNoDescriptorLeft {
      let connection = try HTTPConnection("dead.test", port: 8080, timeout: nil)
      let canceller = connection.canceller
      let thread = try SystemThread {
        Thread.sleep(forTimeInterval: 0.4)
        canceller.cancel()
      }
      #expect(throws: HTTPException.cancelled) { try connection.connect() }
      thread.join()
    }
  }

  @Test func `a connection comes from the interface that it is told`() throws {
    var target = ConnectionTarget(host: "10.77.0.2", port: 8080, timeout: .seconds(5))
    target.sourceAddress = SourceAddress(interface: "near")
    #expect(try TCPDialer().connect(to: target).localAddress?.hasPrefix("10.77.0.1:") == true)
    target.sourceAddress = SourceAddress(interface: "lo")
    target.timeout = .milliseconds(300)
    #expect(throws: HTTPException.self) { try TCPDialer().connect(to: target) }
  }
}
#endif
