#if TLS
/// One connection to one server over TLS (`http.client.HTTPSConnection`). By default the server's certificate must be good, and be for
/// the host; no byte of a request is sent before both are known.
///
/// With a tunnel, the connection is made for the proxy, which is spoken to plainly unless ``HTTPConnection/proxyContext`` is set, and TLS
/// goes through the tunnel to the tunnel's host, whose name is then sent and checked.
///
/// ```swift
/// let connection = try HTTPSConnection("www.python.org")
/// try connection.request("GET", "/")
/// print(try connection.getResponse().status, connection.tls?.cipher ?? "")
/// ```
public final class HTTPSConnection: HTTPConnection {
  /// How TLS is spoken to the origin.
  public let context: TLSContext

  /// A connection to a server, not yet open; the port is 443 when nothing names another. The other parameters are those of
  /// ``HTTPConnection``, and it throws what that throws.
  public init(
    _ host: String, port: Int? = nil, timeout: Duration? = HTTPConnection.defaultTimeout, sourceAddress: SourceAddress? = nil,
    blockSize: Int = 65_536, maxResponseHeaders: Int = 100, leniency: ParsingLeniency = .default, context: TLSContext = .default
  ) throws(HTTPException) {
    self.context = context
    try super.init(
      host, port: port, defaultPort: httpsPort, timeout: timeout, sourceAddress: sourceAddress, blockSize: blockSize,
      maxResponseHeaders: maxResponseHeaders, leniency: leniency)
  }

  /// A connection that shows a certificate from files, as before contexts (deprecated since Python 3.6).
  ///
  /// `checkHostname` overrides the context's. A context that is given is not changed: where something is overridden, the connection
  /// has one of its own, which shares no sessions with it.
  ///
  /// Throws what the other initialiser throws; `invalidArgument` for a key without a certificate, and for `checkHostname` with a context
  /// that verifies nothing; `tls` for files that can't be used.
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
      // Who names a certificate wants to be asked for it, as CPython reads it.
      options.postHandshakeAuthentication = true
    }
    if let checkHostname { options.checkHostname = checkHostname }
    let isChanged = certFile != nil || checkHostname.map { $0 != context.options.checkHostname } ?? false
    try self.init(
      host, port: port, timeout: timeout, sourceAddress: sourceAddress, context: isChanged ? TLSContext(options) : context)
  }

  /// The port that is used when none is given, and left out of `Host`: 443.
  public override var defaultPort: Int { httpsPort }

  /// The TLS connection to the origin while it is open: its version, cipher, certificates.
  public var tls: TLSStream? { channel?.stream as? TLSStream }

  override func checkRoute() throws(HTTPException) {
    // The server would be asked for TLS inside the TLS that was meant for a proxy, and shown the certificate for that.
    if proxyContext != nil, tunnel == nil { throw .invalidArgument("the proxyContext of an HTTPSConnection needs a tunnel") }
  }

  override func secured(_ stream: any ByteStream) throws(HTTPException) -> any ByteStream {
    let origin = tunnel?.target ?? HostPort(host: host, port: port)
    return try TLSStream(
      over: stream, context: context, serverName: try IDNA.ascii(origin.host), port: origin.port, timeout: timeout)
  }
}
#endif
