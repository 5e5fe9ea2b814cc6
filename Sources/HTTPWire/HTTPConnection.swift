import Synchronization

/// The port of HTTP, 80 (`http.client.HTTP_PORT`).
public let httpPort = 80

/// The port of HTTPS, 443 (`http.client.HTTPS_PORT`).
public let httpsPort = 443

/// One connection to one server: requests go out in the caller's thread, which then waits for the answer
/// (`http.client.HTTPConnection`).
///
/// Making one does no I/O; the first request opens it, and requests after a loss open it anew.
///
/// ```swift
/// let connection = try HTTPConnection("www.python.org")
/// try connection.request("GET", "/")
/// let response = try connection.getResponse()
/// print(response.status, response.reason, try response.read().count)
/// connection.close()
/// ```
///
/// A connection is used by one thread or task at a time, and may be sent from one to another. When it is released, what it had open is
/// closed; a response that is still being read keeps it open until it is done.
public class HTTPConnection {
  /// The server's name or address, without brackets.
  public let host: String

  /// The server's port.
  public let port: Int

  /// How long each blocking operation may take: trying one address, one write, one read. nil waits for ever. Read when a connection
  /// is opened, as in Python.
  public var timeout: Duration?

  /// The address to connect from; nil for the system's choice.
  public var sourceAddress: SourceAddress?

  /// The bytes of a file body that are read and sent at a time; below 1 it counts as 1, above 64 MiB as that.
  public var blockSize: Int

  /// Whether sending opens the connection when it is not open; otherwise that throws `notConnected`.
  public var autoOpen = true

  /// The version that requests are sent with. With `.http10` neither `Host` nor `Accept-Encoding` is added and bodies are not chunked,
  /// as when `_http_vsn` is set in Python.
  public var httpVersion = HTTPVersion.http11

  /// How much of each thing the server may send. Read when a connection is opened.
  public var limits: ParsingLimits

  /// The largest number of header lines in a response; more throw `limitExceeded`. Read when a connection is opened.
  public var maxResponseHeaders: Int {
    get { limits.fieldCount }
    set { limits.fieldCount = newValue }
  }

  /// Above 0, what is sent and received is told to ``debugSink``, and passed on to responses.
  public var debugLevel: Int { level }

  /// Where debug output goes, a line at a time; by default to standard output, as in Python.
  public var debugSink: (String) -> Void = DebugOutput.standardOutput

  /// Told the head of each interim response (1xx but 101, RFC 9110 section 15.2) before it is skipped: 103 (Early Hints), for example.
  public var onInterimResponse: ((ResponseHead) -> Void)?

  /// What opens a connection's stream; by default ``TCPConnector``. Replace it to connect by other means.
  ///
  /// ```swift
  /// connection.opener = { target throws(HTTPException) in try UnixConnector.connect(path: "/run/app.sock", timeout: target.timeout) }
  /// ```
  public var opener: (ConnectionTarget) throws(HTTPException) -> any ByteStream = HTTPConnection.openTCP

  /// Asked at each stage of opening which stream to go on with, so that one that looks on can be laid over. Over TLS, a connection's
  /// `tls` is nil then.
  package var overlay: (any ByteStream, OpeningStage) -> any ByteStream = { stream, _ in stream }

  /// What the connection tolerates from both sides.
  public let leniency: ParsingLeniency

  /// The port that is used when none is given, and left out of `Host`.
  public var defaultPort: Int { httpPort }

  /// The timeout of connections that name none, nil for none (`socket.getdefaulttimeout()`, `setdefaulttimeout()`).
  public static var defaultTimeout: Duration? {
    get { sharedTimeout.withLock { $0 } }
    set { sharedTimeout.withLock { $0 = newValue } }
  }

  private static let sharedTimeout = Mutex<Duration?>(nil)

  #if TLS
  /// How to speak TLS to the server that the connection was made for when that is a proxy; nil speaks plainly to it, as CPython does.
  /// Read when a connection is opened. The proxy's certificate has to be for the proxy's name, whatever is reached through it.
  public var proxyContext: TLSContext?
  #endif

  /// What the proxy said when it was last asked for a tunnel, whether it opened it or not; nil when it has not answered
  /// (`HTTPConnection.get_proxy_response_headers`).
  public internal(set) var proxyResponseHeaders: HTTPMessage?

  // The step-by-step half, the responses and the opening of streams share these with this file.

  /// The head of the request that is put together; empty while there is none.
  var head: RequestHead
  var channel: Channel?
  private var level = 0
  var tunnel: TunnelPlan? {
    didSet { originField = nil }
  }
  /// The value of `Host`, once a request has needed it.
  private var originField: String?

  /// How far the current order of calls has come; the names are Python's.
  enum CallState: String {
    case idle = "Idle"
    case requestStarted = "Request-started"
    case requestSent = "Request-sent"
  }

  var state: CallState {
    if head.isStarted { return .requestStarted }
    return channel?.isRequestOut == true ? .requestSent : .idle
  }

  /// A connection to a server, not yet open.
  ///
  /// - Parameters:
  ///   - host: A name or address, an IPv6 address in brackets; with `:port` behind it when `port` is nil.
  ///   - port: The port; nil takes it from `host`, or else 80.
  ///   - timeout: How long each blocking operation may take; nil for ever.
  ///   - sourceAddress: The address to connect from.
  ///   - blockSize: The bytes of a file body read and sent at a time.
  ///   - maxResponseHeaders: The largest number of header lines in a response.
  ///   - leniency: What is tolerated; see ``/HTTPWireCore/ParsingLeniency``.
  ///
  /// Throws `invalidURL` when the host has control characters or is neither name nor address, or the port is no number, empty or out
  /// of range; `invalidArgument` for a `blockSize` below 1.
  public convenience init(
    _ host: String, port: Int? = nil, timeout: Duration? = HTTPConnection.defaultTimeout, sourceAddress: SourceAddress? = nil,
    blockSize: Int = 65_536, maxResponseHeaders: Int = 100, leniency: ParsingLeniency = .default
  ) throws(HTTPException) {
    try self.init(
      host, port: port, defaultPort: httpPort, timeout: timeout, sourceAddress: sourceAddress, blockSize: blockSize,
      maxResponseHeaders: maxResponseHeaders, leniency: leniency)
  }

  /// A connection whose port is `defaultPort` when nothing names another.
  init(
    _ host: String, port: Int?, defaultPort: Int, timeout: Duration?, sourceAddress: SourceAddress?, blockSize: Int,
    maxResponseHeaders: Int, leniency: ParsingLeniency
  ) throws(HTTPException) {
    let target = try HostPort(host, port: port, defaultPort: defaultPort, leniency: leniency)
    guard blockSize > 0 else { throw .invalidArgument("blockSize must be at least 1, not \(blockSize)") }
    self.host = target.host
    self.port = target.port
    self.timeout = timeout
    self.sourceAddress = sourceAddress
    self.blockSize = blockSize
    self.leniency = leniency
    limits = .matching(leniency)
    head = RequestHead(leniency: leniency)
    self.maxResponseHeaders = maxResponseHeaders
  }

  /// Refuses, before anything is opened, settings that lead nowhere.
  func checkRoute() throws(HTTPException) {}

  /// The stream that requests are sent on, made of the one that was opened and that leads to the origin by now.
  func secured(_ stream: any ByteStream) throws(HTTPException) -> any ByteStream { stream }

  /// Sets the debug level (`HTTPConnection.set_debuglevel`): above 0, traffic is told to ``debugSink``.
  public func setDebugLevel(_ level: Int) { self.level = level }

  /// The value of `Host` for a target (RFC 9110 section 7.2).
  func hostField(for target: String) throws(HTTPException) -> String {
    if let field = try AbsoluteForm.hostField(of: target, leniency: leniency) ?? originField { return field }
    let origin = tunnel?.target ?? HostPort(host: host, port: port)
    let field = try HostPort.field(host: origin.host, port: origin.port, defaultPort: defaultPort)
    originField = field
    return field
  }

  /// The block size in bounds, so that no setting of it makes a file look empty.
  var usableBlockSize: Int { min(max(blockSize, 1), 1 << 26) }

  var debug: DebugOutput? { debugLevel > 0 ? DebugOutput(sink: debugSink) : nil }
}

extension ParsingLimits {
  /// The limits that belong to a leniency: for heads and chunk framing each, CPython's where they are read in its manner.
  static func matching(_ leniency: ParsingLeniency) -> ParsingLimits {
    var limits = ParsingLimits.default
    if leniency.contains(.fieldLinesAsEmail) { limits.headLength = ParsingLimits.python.headLength }
    if leniency.contains(.uncheckedChunkEnds) {
      limits.chunkLineLength = ParsingLimits.python.chunkLineLength
      limits.chunkOverhead = ParsingLimits.python.chunkOverhead
    }
    return limits
  }
}
