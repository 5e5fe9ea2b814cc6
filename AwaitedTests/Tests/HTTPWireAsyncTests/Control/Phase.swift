import HTTPWire
import HTTPWireAsync
import HTTPWireTesting
import Testing

/// Where in an exchange something is to happen: what the server does, and what the client waits in.
struct Phase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let place: Place.Maker
  /// What the deadline of such a wait says that was waited for.
  let named: [TimeoutPhase]
  /// Waits until it is ended. It makes one exchange, with a deadline if there is one.
  let wait: @Sendable (AsyncHTTPConnection, ContinuousClock.Instant?) async throws -> Void

  init(
    _ testDescription: String, _ place: @escaping Place.Maker, named: [TimeoutPhase],
    _ wait: @escaping @Sendable (AsyncHTTPConnection, ContinuousClock.Instant?) async throws -> Void
  ) {
    self.testDescription = testDescription
    self.place = place
    self.named = named
    self.wait = wait
  }

  /// Answers `/`, and stalls after what else it is asked for.
  private static let stalling = Place.plain { connection, _ in
    while let request = try connection.readHead() {
      switch request.target {
      case "/": try connection.send(.init(text: "fine"), to: request)
      case "/head": try connection.send("HTTP/1.1 200 OK\r\n")
      case "/body": try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
      case "/chunks": try connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
      default: break
      }
      if request.target != "/" { try connection.sleepUntilStopped() }
    }
  }

  private static func request(
    _ target: String, _ method: String = "GET", _ body: AsyncRequestBody? = nil
  ) -> @Sendable (AsyncHTTPConnection, ContinuousClock.Instant?) async throws -> Void {
    { connection, deadline in
      let response: AsyncHTTPResponse
      if let deadline {
        response = try await connection.request(method, target, body: body, deadline: deadline)
      } else {
        response = try await connection.request(method, target, body: body)
      }
      _ = try await response.collect(upTo: .max)
    }
  }

  static let all: [Phase] = [
    Phase("connecting to a peer that does not answer", blackHole, named: [.connecting, .lookingUp], request("/")),
    Phase("waiting for the head", stalling, named: [.waitingForResponse], request("/silent")),
    Phase("waiting for the rest of the head", stalling, named: [.readingHead], request("/head")),
    Phase("sending a large body to a server that does not read", stalling, named: [.sending], request("/deaf", "PUT", large)),
    Phase("sending many pieces to a server that does not read", stalling, named: [.sending], request("/deaf", "PUT", pieces)),
    Phase("waiting for the next piece of a writer", stalling, named: [.sending, .waitingForResponse], request("/slow", "PUT", stuck)),
    Phase("reading a body with a length", stalling, named: [.readingBody], request("/body")),
    Phase("reading a body in chunks", stalling, named: [.readingBody], request("/chunks")),
    Phase("reading while the rest of the upload is sent", bothWays, named: [.readingBody, .sending], request("/both", "PUT", stuck)),
    Phase("the handshake of TLS with a silent server", silentHandshake, named: [.handshaking], request("/")),
    Phase("opening a tunnel through a silent proxy", silentTunnel, named: [.tunneling], request("/")),
  ]

  private static let large = AsyncRequestBody.bytes([UInt8](repeating: 0x61, count: 64_000_000))
  private static let pieces = AsyncRequestBody.sequence(Pieces([[UInt8]](repeating: [UInt8](repeating: 0x61, count: 100_000), count: 600)))
  /// A writer that writes a little and then waits.
  private static let stuck = AsyncRequestBody.writer { writer in
    try await writer.write([0x61])
    try await Task.sleep(for: .seconds(60))
  }

  private static let bothWays = Place.plain { connection, _ in
    while let request = try connection.readHead() {
      if request.target == "/" {
        try connection.send(.init(text: "fine"), to: request)
      } else {
        try connection.sendChunkedHead()
        try connection.readBody { try? connection.sendChunk(Array($0)) }
      }
    }
  }

  private static let silentTunnel: Place.Maker = {
    let place = try stalling()
    let proxy = try LoopbackServer { try $0.sleepUntilStopped() }
    let route = ProxyRoute.tunnel(try ProxyServer("http://127.0.0.1:\(proxy.port)"))
    return Place(server: place.server, others: [proxy], gates: place.gates) {
      let connection = try place.connection()
      connection.route = route
      return connection
    }
  }

  private static let silentHandshake: Place.Maker = {
    let place = try Place.plain { connection, _ in try connection.sleepUntilStopped() }()
    let port = place.server.port
    return Place(server: place.server, gates: place.gates) {
      try HTTPSConnection("127.0.0.1", port: port, timeout: .seconds(20), context: .unverified())
    }
  }

  private static let blackHole: Place.Maker = {
    let place = try stalling()
    let hole = try BlackHole()
    return Place(server: place.server, gates: place.gates) {
      let connection = try place.connection()
      connection.opener = { target throws(HTTPException) in
        var target = target
        target.port = hole.port
        return try TCPDialer().dial(target)
      }
      return connection
    }
  }
}
