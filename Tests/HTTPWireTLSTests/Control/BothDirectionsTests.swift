#if TLS
import HTTPWire
import HTTPWireTesting
import Testing

/// A peer answers while it is sent a request (RFC 9112 section 9.5).
@Suite(.serialized) struct BothDirectionsTests {
  private static let large = 24 << 20
  private static let block: [UInt8] = (0..<65_536).map { UInt8(truncatingIfNeeded: $0 &* 31) }

  private static let whole: [UInt8] = {
    var bytes: [UInt8] = []
    for _ in 0..<large / block.count { bytes += block }
    return bytes
  }()

  /// The bodies that can stay behind, all with the same bytes.
  private static func bodies(_ directory: TemporaryDirectory) throws -> [(name: String, body: RequestBody)] {
    try directory.write("body", whole)
    return [
      ("bytes", .bytes(whole)), ("file", .file(path: directory.path + "/body")),
      ("chunks", .chunks(repeatElement(block, count: large / block.count))),
    ]
  }

  @Test(arguments: Route.allCases) func `an echo of any size works in one thread`(route: Route) throws {
    let directory = try TemporaryDirectory()
    for (name, body) in try Self.bodies(directory) {
      try route.run({ try $0.echo() }) { connection in
        try connection.request("PUT", "/", body: body)
        let response = try connection.getResponse()
        #expect(response.status == 200)
        var received: [UInt8] = []
        try response.forEachChunk { received += $0 }
        #expect(received == Self.whole, "\(name)")
        #expect(!response.willClose)
      }
    }
  }

  @Test(arguments: Route.allCases) func `after an echo the connection is kept`(route: Route) throws {
    try route.run({ connection in for _ in 0..<3 { try connection.echo() } }) { connection in
      for _ in 0..<3 {
        try connection.request("PUT", "/", body: .chunks(repeatElement(Self.block, count: 100)))
        #expect(try connection.getResponse().read().count == 100 * Self.block.count)
        #expect(connection.stream != nil)
      }
    }
  }

  /// What the server does with its side after it has refused.
  enum Afterwards: String, CaseIterable {
    case readsNothing, readsSlowly, endsItsSide, closes, resets
  }

  @Test(arguments: Route.allCases, Afterwards.allCases)
  func `a refusal is the result at once, with most of the body unsent`(route: Route, afterwards: Afterwards) throws {
    let body = RequestBody.bytes([UInt8](repeating: 0x61, count: 40 << 20))
    try route.run({ connection in
      guard try connection.readHead() != nil else { return }
      try connection.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig")
      switch afterwards {
      case .readsNothing: try connection.sleepUntilStopped()
      case .readsSlowly: while try connection.sleep(.milliseconds(50)) { _ = try connection.read(atMost: 100) }
      case .endsItsSide:
        try connection.shutdownWrite()
        try connection.sleepUntilStopped()
      case .closes: return
      case .resets: try connection.reset()
      }
    }) { connection in
      try connection.connect()
      let start = ContinuousClock.now
      if afterwards == .resets || afterwards == .closes, route == .tunnel || route == .tlsInTLS {
        // The proxy may lose what the origin has sent before it hung up, and reset its own connection.
        if let error = failure({ try connection.request("PUT", "/", body: body) }) {
          #expect(error.isConnectionReset)
          return
        }
      } else {
        try connection.request("PUT", "/", body: body)
      }
      let response = try connection.getResponse()
      #expect(response.status == 413)
      #expect(response.willClose)
      if afterwards != .resets { #expect(try response.read() == Array("big".utf8)) }
      // A tenth of a second of work on a quiet machine; the bound is for a busy one.
      #expect(.now - start < .seconds(5))
    }
  }

  @Test(arguments: Route.allCases) func `a body that was lent is sent whole, with as much read ahead as fits`(route: Route) throws {
    let bytes = [UInt8](repeating: 0x61, count: 16 << 20)
    try route.run({ connection in
      guard try connection.readHead() != nil else { return }
      try connection.sendChunkedHead()
      try connection.sendChunk([UInt8](repeating: 0x62, count: 500_000))
      let count = try connection.discardBody()
      try connection.sendChunk(Array("\(count)".utf8))
      try connection.endChunks()
    }) { connection in
      try connection.request("PUT", "/", body: bytes.span)
      let body = try connection.getResponse().read()
      #expect(body.count == 500_000 + "16777216".utf8.count)
      #expect(String(decoding: body.suffix(8), as: UTF8.self) == "16777216")
    }
  }

  @Test(arguments: Route.allCases) func `a lent body whose answer does not fit says what to do`(route: Route) throws {
    let bytes = [UInt8](repeating: 0x61, count: 64 << 20)
    try route.run({ try $0.echo() }) { connection in
      let error = failure { try connection.request("PUT", "/", body: bytes.span) }
      guard case .limitExceeded(let what, 1 << 20) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(what.contains("a body that it may keep"))
    }
  }

  @Test(arguments: Route.allCases) func `an early success does not cut the request short`(route: Route) throws {
    let directory = try TemporaryDirectory()
    try route.run({ connection in
      for _ in 0..<2 {
        guard try connection.readHead() != nil else { return }
        try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        #expect(try connection.discardBody() == Self.large)
      }
    }) { connection in
      for (_, body) in try Self.bodies(directory).prefix(2) {
        try connection.request("PUT", "/", body: body, headers: ["Content-Length": "\(Self.large)"])
        let response = try connection.getResponse()
        #expect(try response.read() == Array("ok".utf8))
      }
    }
  }

  @Test(arguments: Route.allCases) func `a response that is dropped while the body is unsent closes the connection`(route: Route) throws {
    try route.run({ connection in
      guard try connection.readHead() != nil else { return }
      try connection.sendChunkedHead()
      try connection.sleepUntilStopped()
    }) { connection in
      try connection.request("PUT", "/", body: .chunks(repeatElement(Self.block, count: 1000)))
      let stream = connection.stream
      try connection.getResponse().close()
      #expect(stream?.pendingInput() == .end)
      // The next request opens the connection anew.
      try connection.request("GET", "/")
      #expect(connection.stream !== stream)
    }
  }

  @Test(arguments: [Route.plain, .unix]) func `a file is sent to its end behind an early success, though the server hangs up`(route: Route)
    throws
  {
    let directory = try TemporaryDirectory()
    try directory.write("body", Self.whole)
    let path = directory.path + "/body"
    for _ in 0..<5 {
      try route.run({ connection in
        guard try connection.readHead() != nil else { return }
        try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        try connection.discardBody()
      }) { connection in
        try connection.request("PUT", "/", body: .file(path: path), headers: ["Content-Length": "\(Self.large)"])
        let response = try connection.getResponse()
        #expect(try response.read() == Array("ok".utf8))
      }
    }
  }

  @Test func `bytes that were read ahead behind the response are not the next one`() throws {
    let bytes = [UInt8](repeating: 0x61, count: 16 << 20)
    try Route.plain.run({ connection in
      guard let request = try connection.readHead() else { return }
      if request.method == "GET" { return try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") }
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
      try connection.sleep(.milliseconds(200))
      try connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
      try connection.discardBody()
      try connection.sleepUntilStopped()
    }) { connection in
      try connection.request("PUT", "/", body: bytes.span)
      #expect(try connection.getResponse().status == 200)
      try connection.request("GET", "/")
      let response = try connection.getResponse()
      #expect(response.status == 200)
      #expect(try response.read() == Array("ok".utf8))
    }
  }

  @Test func `a body source that uses its connection is refused, and nothing breaks`() throws {
    final class Curious: BodySource {
      weak var connection: HTTPConnection?
      var error: HTTPException?
      var left = 3
      func read(into buffer: inout OutputSpan<UInt8>) throws(HTTPException) {
        do {
          _ = try connection?.getResponse()
        } catch {
          self.error = error
        }
        if left > 0 { buffer.append(0x61) }
        left -= 1
      }
    }
    try Route.plain.run({ try $0.echo() }) { connection in
      let source = Curious()
      source.connection = connection
      try connection.request("PUT", "/", body: .file(source))
      #expect(source.error?.isImproperConnectionState == true)
      #expect(try connection.getResponse().read() == Array("aaa".utf8))
    }
  }

  @Test func `the connection is not asked for a new request while the old one is being sent`() throws {
    try Route.plain.run({ try $0.echo() }) { connection in
      try connection.request("PUT", "/", body: .chunks(repeatElement(Self.block, count: 500)))
      #expect(failure { try connection.request("GET", "/") }?.isImproperConnectionState == true)
      let response = try connection.getResponse()
      #expect(failure { try connection.request("GET", "/") }?.isImproperConnectionState == true)
      #expect(try response.read().count == 500 * Self.block.count)
    }
  }
}
#endif
