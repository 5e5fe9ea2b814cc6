#if TLS
public import HTTPWire

/// A ``LoopbackServer`` that speaks TLS. Its certificate comes from an authority that is made for it, and that only ``clientContext(_:)``
/// trusts.
///
/// ```swift
/// let server = try TLSLoopbackServer.replying { request in .init(text: "You asked for \(request.target)") }
/// defer { server.stop() }
/// let connection = try HTTPSConnection(server.host, port: server.port, context: server.clientContext())
/// ```
public final class TLSLoopbackServer: Sendable {
  /// The server below, with its requests, its errors and the number of its connections.
  public let server: LoopbackServer
  /// The authority that issued the server's certificate, in PEM. Clients must trust it.
  public let authority: [UInt8]

  /// The host to connect to.
  public var host: String { server.host }
  /// The port to connect to.
  public var port: Int { server.port }
  /// The requests received so far.
  public var requests: [ReceivedRequest] { server.requests }
  /// The errors thrown so far by handlers and handshakes.
  public var errors: [any Error] { server.errors }

  /// Starts a server with a certificate for `localhost`, 127.0.0.1, ::1 and these names. The handler gets each connection after its
  /// handshake.
  ///
  /// Throws `system` if the server can't listen at the address, and `tls` if the certificate can't be made.
  public convenience init(
    _ address: LoopbackServer.Address = .ipv4, names: [String] = [], recordsRequests: Bool = true, handler: @escaping LoopbackServer.Handler
  ) throws(HTTPException) {
    let authority = try CertificateAuthority()
    let loopback: [[UInt8]] = [[127, 0, 0, 1], Array(repeating: 0, count: 15) + [1]]
    let request = TestCertificate.Request(dnsNames: ["localhost"] + names, addresses: loopback)
    let options = TLSServerOptions(certificate: try authority.issue(request))
    try self.init(address, options, authority: authority.certificate, recordsRequests: recordsRequests, handler: handler)
  }

  /// Starts a server with your own options. ``clientContext(_:)`` trusts `authority`.
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

  /// Starts a server that answers each request with the response that the closure returns, as ``LoopbackServer`` does.
  public static func replying(
    _ address: LoopbackServer.Address = .ipv4, names: [String] = [], recordsRequests: Bool = true,
    to respond: @escaping @Sendable (ReceivedRequest) throws -> LoopbackServer.Response
  ) throws(HTTPException) -> TLSLoopbackServer {
    try TLSLoopbackServer(address, names: names, recordsRequests: recordsRequests) { try $0.serve(respond) }
  }

  /// A context for clients that trusts the server's authority, and otherwise only what the options trust.
  public func clientContext(_ options: TLSContext.Options = TLSContext.Options()) throws(HTTPException) -> TLSContext {
    var options = options
    options.trust = options.trust.filter { $0 != .system } + [.bytes(authority)]
    return try TLSContext(options)
  }

  /// Stops listening, ends all connections and waits for their handlers to return. Calling it again has no effect.
  public func stop() { server.stop() }
}
#endif
