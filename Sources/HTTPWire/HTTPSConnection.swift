#if TLS
/// A connection to one server over TLS (`http.client.HTTPSConnection`). By default the server's certificate must be valid and match the
/// host. No byte of a request is sent before both are verified.
///
/// With a tunnel, the connection is made for the proxy. It speaks to the proxy without TLS, unless ``HTTPConnection/proxyContext`` is set.
/// TLS goes through the tunnel to the tunnel's host, and that host's name is sent and verified.
///
/// ```swift
/// let connection = try HTTPSConnection("www.python.org")
/// try connection.request("GET", "/")
/// print(try connection.getResponse().status, connection.tls?.cipher ?? "")
/// ```
public final class HTTPSConnection: HTTPConnection {
  /// The settings for TLS to the origin.
  public let context: TLSContext

  /// Makes a connection to a server, without opening it. The port is 443 if neither `host` nor `port` names another. The other parameters
  /// and the errors are those of ``HTTPConnection``.
  public init(
    _ host: String, port: Int? = nil, timeout: Duration? = HTTPConnection.defaultTimeout, sourceAddress: SourceAddress? = nil,
    blockSize: Int = 65_536, maxResponseHeaders: Int = 100, leniency: ParsingLeniency = .default, context: TLSContext = .default
  ) throws(HTTPException) {
    self.context = context
    try super.init(
      host, port: port, defaultPort: httpsPort, timeout: timeout, sourceAddress: sourceAddress, blockSize: blockSize,
      maxResponseHeaders: maxResponseHeaders, leniency: leniency)
  }

  /// Makes a connection that presents a certificate from files, as Python did before it had contexts (deprecated since Python 3.6).
  ///
  /// `checkHostname` overrides the context's setting. `context` itself is not changed: if something is overridden, the connection gets a
  /// context of its own, which shares no sessions with `context`.
  ///
  /// Throws what the other initializer throws. Throws `invalidArgument` for a key without a certificate, and for `checkHostname` with a
  /// context that verifies nothing. Throws `tls` for files that can't be used.
  @available(*, deprecated, message: "make a TLSContext whose options have the identity and checkHostname, and pass it as context")
  public convenience init(
    _ host: String, port: Int? = nil, keyFile: String?, certFile: String?, timeout: Duration? = HTTPConnection.defaultTimeout,
    sourceAddress: SourceAddress? = nil, context: TLSContext = .default, checkHostname: Bool? = nil
  ) throws(HTTPException) {
    var options = context.options
    if keyFile != nil, certFile == nil { throw .invalidArgument("certFile must be given with keyFile") }
    if checkHostname == true, options.verification == .none {
      throw .invalidArgument("check_hostname needs a SSL context with either CERT_OPTIONAL or CERT_REQUIRED")
    }
    if let certFile {
      options.identity = .files(certificate: certFile, key: keyFile)
      // As in CPython: a caller with a certificate wants the server to be able to ask for it.
      options.postHandshakeAuthentication = true
    }
    if let checkHostname { options.checkHostname = checkHostname }
    let isChanged = certFile != nil || checkHostname.map { $0 != context.options.checkHostname } ?? false
    try self.init(
      host, port: port, timeout: timeout, sourceAddress: sourceAddress, context: isChanged ? TLSContext(options) : context)
  }

  /// The port that is used if none is given, 443. `Host` omits it.
  public override var defaultPort: Int { httpsPort }

  /// The TLS stream to the origin while the connection is open: its version, cipher and certificates.
  public var tls: TLSStream? { channel?.stream as? TLSStream }

  override var scheme: String { "https" }

  override func checkRoute() throws(HTTPException) {
    try super.checkRoute()
    if isForwarding {
      throw .invalidArgument("a proxy can't forward what an HTTPSConnection sends, because it must not read it; use the route .tunnel")
    }
    // Without a tunnel there is no proxy: TLS would be spoken twice to the same server, and the proxy's client certificate shown to it.
    if proxyContext != nil, tunnel == nil, routing == nil {
      throw .invalidArgument("the proxyContext of an HTTPSConnection needs a tunnel")
    }
  }

  override func secured(_ stream: any ByteStream, for target: ConnectionTarget) throws(HTTPException) -> any ByteStream {
    let origin = server
    let tls = try TLSStream.open(
      over: stream, context: context, serverName: try IDNA.ascii(origin.host), port: origin.port, timeout: try openingTime(.handshaking),
      for: target)
    if tls.alpn == "h2" {
      throw .tls(
        TLSFailure(
          .protocolViolation, message: "the server chose h2, and this connection speaks HTTP/1.1: leave h2 out of TLSContext.Options.alpn"))
    }
    return tls
  }
}
#endif
