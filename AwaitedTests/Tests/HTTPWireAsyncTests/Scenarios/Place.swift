import HTTPWire
import HTTPWireTesting

/// The servers of a scenario, and how they are reached.
struct Place: Sendable {
  /// The server whose connections are counted.
  let server: LoopbackServer
  /// A proxy in front of it, say.
  var others: [LoopbackServer] = []
  let gates: Gates
  let connection: @Sendable () throws -> sending HTTPConnection

  func stop() {
    for other in others { other.stop() }
    server.stop()
  }
}

/// How both sides of a scenario wait for each other.
struct Gates: Sendable {
  let server = Gate()
  let client = Gate()
}

extension Place {
  typealias Handler = @Sendable (LoopbackConnection, Gates) throws -> Void
  typealias Settings = @Sendable (HTTPConnection) throws -> Void
  typealias Maker = @Sendable () throws -> Place

  /// A server without TLS.
  static func plain(
    leniency: ParsingLeniency = .default, _ set: @escaping Settings = { _ in }, _ handler: @escaping Handler
  ) -> Maker {
    {
      let gates = Gates()
      let server = try LoopbackServer { try handler($0, gates) }
      let (host, port) = (server.host, server.port)
      return Place(server: server, gates: gates) {
        let connection = try HTTPConnection(host, port: port, timeout: .seconds(20), leniency: leniency)
        try set(connection)
        return connection
      }
    }
  }

  /// A server that gives each connection these replies, one for each request, and closes it.
  static func replies(_ replies: String..., set: @escaping Settings = { _ in }) -> Maker {
    plain(set) { connection, _ in
      for reply in replies where try connection.readRequest() != nil { try connection.send(reply) }
    }
  }

  /// A server that answers with what it was sent: the method, the target, the body and how it came.
  static func echo(_ set: @escaping Settings = { _ in }) -> Maker { plain(set) { connection, _ in try connection.describe() } }

  #if TLS
  /// A server with TLS. The client asks for `name`, and trusts the server's authority.
  static func secure(
    name: String = "localhost", _ certificate: TestCertificate.Request = .init(dnsNames: ["localhost"]),
    _ set: @escaping Settings = { _ in },
    _ handler: @escaping Handler
  ) -> Maker {
    {
      let gates = Gates()
      let authority = try CertificateAuthority()
      let options = TLSServerOptions(certificate: try authority.issue(certificate))
      let server = try TLSLoopbackServer(.ipv4, options, authority: authority.certificate) { try handler($0, gates) }
      let context = try server.clientContext()
      let port = server.port
      return Place(server: server.server, gates: gates) {
        let connection = try HTTPSConnection(name, port: port, timeout: .seconds(20), context: context)
        connection.opener = { target throws(HTTPException) in
          var target = target
          target.host = "127.0.0.1"
          return try TCPDialer().dial(target)
        }
        try set(connection)
        return connection
      }
    }
  }
  #endif
}

extension LoopbackConnection {
  /// Answers each request with what it was.
  func describe() throws {
    while let request = try readRequest() {
      let framing = request.headers["Content-Length"].map { "length \($0)" } ?? request.headers["Transfer-Encoding"] ?? "none"
      let trailers = request.trailers.map { " {\($0.name): \($0.value)}" }.joined()
      try send(.init(text: "\(request.method) \(request.target) \(framing): \(shown(request.body))\(trailers)"), to: request)
    }
  }

  /// Answers each request with the text, on one connection.
  func answer(_ text: String) throws {
    while let request = try readRequest() { try send(.init(text: text), to: request) }
  }
}
