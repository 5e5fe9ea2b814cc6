#if TLS
public import HTTPWire

/// A ``LoopbackServer`` that speaks TLS, with a certificate made on the spot by an authority that nobody trusts who is not told to.
///
/// ```swift
/// let server = try TLSLoopbackServer.replying { request in .init(text: "You asked for \(request.target)") }
/// defer { server.stop() }
/// let connection = try HTTPSConnection(server.host, port: server.port, context: server.clientContext())
/// ```
public final class TLSLoopbackServer: Sendable {
  /// The server below, with its requests, its errors and the number of its connections.
  public let server: LoopbackServer
  /// The authority that has issued the server's certificate, in PEM: what clients have to trust.
  public let authority: [UInt8]

  /// The host to connect to.
  public var host: String { server.host }
  /// The port to connect to.
  public var port: Int { server.port }
  /// The requests received so far.
  public var requests: [ReceivedRequest] { server.requests }
  /// What handlers have thrown so far; handshakes that failed are among it.
  public var errors: [any Error] { server.errors }

  /// Starts a server with a certificate for `localhost`, 127.0.0.1, ::1 and these names. The handler gets each connection after its
  /// handshake.
  ///
  /// Throws `system` where the address can't be listened at, `tls` where no certificate can be made.
  public convenience init(
    _ address: LoopbackServer.Address = .ipv4, names: [String] = [], recordsRequests: Bool = true, handler: @escaping LoopbackServer.Handler
  ) throws(HTTPException) {
    let authority = try CertificateAuthority()
    let loopback: [[UInt8]] = [[127, 0, 0, 1], Array(repeating: 0, count: 15) + [1]]
    let request = TestCertificate.Request(dnsNames: ["localhost"] + names, addresses: loopback)
    let options = TLSServerOptions(certificate: try authority.issue(request))
    try self.init(address, options, authority: authority.certificate, recordsRequests: recordsRequests, handler: handler)
  }

  /// Starts a server with options of its own; `authority` is what ``clientContext(_:)`` trusts.
  public init(
    _ address: LoopbackServer.Address = .ipv4, _ options: TLSServerOptions, authority: [UInt8] = [], recordsRequests: Bool = true,
    handler: @escaping LoopbackServer.Handler
  ) throws(HTTPException) {
    let side = try TLSServerSide(options)
    self.authority = authority
    server = try LoopbackServer(address, recordsRequests: recordsRequests) { connection in
      try connection.startTLS(side)
      try handler(connection)
    }
  }

  /// Starts a server that answers each request with what the closure returns, and keeps connections alive as HTTP says.
  public static func replying(
    _ address: LoopbackServer.Address = .ipv4, names: [String] = [], recordsRequests: Bool = true,
    to respond: @escaping @Sendable (ReceivedRequest) throws -> LoopbackServer.Response
  ) throws(HTTPException) -> TLSLoopbackServer {
    try TLSLoopbackServer(address, names: names, recordsRequests: recordsRequests) { try $0.serve(respond) }
  }

  /// A client's context that trusts the server's authority, and no other unless the options do.
  public func clientContext(_ options: TLSContext.Options = TLSContext.Options()) throws(HTTPException) -> TLSContext {
    var options = options
    options.trust = options.trust.filter { $0 != .system } + [.bytes(authority)]
    return try TLSContext(options)
  }

  /// Stops listening, ends all connections and waits for their handlers to return. Harmless when called again.
  public func stop() { server.stop() }
}
#endif
