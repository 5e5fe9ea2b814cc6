import Synchronization

/// The port of HTTP, 80 (`http.client.HTTP_PORT`).
public let httpPort = 80

/// The port of HTTPS, 443 (`http.client.HTTPS_PORT`).
public let httpsPort = 443

/// A connection to one server (`http.client.HTTPConnection`). Its calls block the calling thread until they are done.
///
/// Making a connection does no I/O. The first request opens it. A request after the connection was closed or lost opens it again.
///
/// ```swift
/// let connection = try HTTPConnection("www.python.org")
/// try connection.request("GET", "/")
/// let response = try connection.getResponse()
/// print(response.status, response.reason, try response.read().count)
/// connection.close()
/// ```
///
/// A connection is used by one thread or task at a time, and may be sent from one to another. When it is deallocated, its stream is
/// closed. A response that is still being read keeps the stream open until its end.
public class HTTPConnection {
  /// The server's name or address, without brackets.
  public let host: String

  /// The server's port.
  public let port: Int

  /// How long each blocking operation may take: connecting, whatever the number of addresses, one write, one read. nil waits for ever. A
  /// change acts from the next operation on, also on an open connection and its responses. In Python it acts from the next `connect` on.
  public var timeout: Duration? {
    get { control.timeout }
    set { control.timeout = newValue }
  }

  /// The moment by which an exchange must be done: the name look-up, connecting, sending the request and reading the response to its last
  /// byte. nil sets no limit. It holds for the exchange that is under way and for later ones; `request` can set another for its own.
  ///
  /// What is not done by then throws `deadlineExceeded`, which says what was being waited for. Unlike ``timeout``, it also ends an exchange
  /// whose peer sends or takes a byte now and then.
  ///
  /// ```swift
  /// connection.deadline = .now + .seconds(30)
  /// ```
  public var deadline: ContinuousClock.Instant? {
    get { usualDeadline?.instant }
    set {
      usualDeadline = newValue.map { ExchangeDeadline($0) }
      exchangeDeadline = usualDeadline
      channel?.setDeadline(usualDeadline)
      givenAway?.setDeadline(usualDeadline)
    }
  }

  /// How long opening may take as a whole: looking up the name, connecting, and setting up tunnel and TLS. nil sets no limit but those of
  /// ``timeout`` and ``deadline``. What is not done by then throws `timedOut`, with what was being waited for.
  public var openingTimeout: Duration?

  /// Cancels this connection's exchanges from any thread.
  public var canceller: Canceller {
    if let canceller = control.canceller { return canceller }
    let canceller = Canceller(ofConnection: ())
    control.set(canceller)
    channel?.letCancel()
    givenAway?.letCancel()
    return canceller
  }

  /// The address to connect from; nil lets the system choose.
  public var sourceAddress: SourceAddress? {
    didSet { changes += 1 }
  }

  /// How many bytes of a file body are read and sent at a time. Values below 1 count as 1, values above 64 MiB as 64 MiB.
  public var blockSize: Int

  /// Whether sending opens the connection if it is not open. If false, sending throws `notConnected` then (`HTTPConnection.auto_open`).
  public var autoOpen = true {
    didSet { changes += 1 }
  }

  /// The version that requests are sent with. With `.http10` neither `Host` nor `Accept-Encoding` is added, and bodies are not chunked, as
  /// when `_http_vsn` is set in Python.
  public var httpVersion: HTTPVersion {
    get { version }
    set {
      version = newValue
      changes += 1
    }
  }

  /// Which fields `request` adds by itself; by default all. `putRequest` has parameters of its own for that.
  ///
  /// ```swift
  /// connection.automaticFields = [.host, .contentLength]   // no Accept-Encoding, as curl sends it
  /// ```
  public var automaticFields: AutomaticFields {
    get { addedFields }
    set {
      addedFields = newValue
      addsAllFields = newValue.isSuperset(of: .all)
    }
  }

  /// How much the server may send: lengths of lines, number of fields and so on. Read when the connection opens or a ``stream`` is set.
  public var limits: ParsingLimits {
    didSet { changes += 1 }
  }

  /// The largest number of header lines in a response; more throw `limitExceeded`. It is `limits.fieldCount`.
  public var maxResponseHeaders: Int {
    get { limits.fieldCount }
    set { limits.fieldCount = newValue }
  }

  /// Above 0, what is sent and received is reported to ``debugSink``. Responses get the same level. Set it with ``setDebugLevel(_:)``.
  public var debugLevel: Int { level }

  /// Where debug output goes, a line at a time; by default to standard output, as in Python.
  public var debugSink: (String) -> Void = DebugOutput.standardOutput {
    didSet { changes += 1 }
  }

  /// Called with the head of each interim response before it is skipped, such as 103 (Early Hints). Interim responses are those with a 1xx
  /// status other than 101 (RFC 9110 section 15.2).
  public var onInterimResponse: ((ResponseHead) -> Void)? {
    get { interimHandler }
    set { interimHandler = newValue }
  }

  /// Opens the connection's stream; by default with ``TCPDialer``. Replace it to connect in another way.
  ///
  /// ```swift
  /// connection.opener = UnixDialer(path: "/run/app.sock").dial
  /// ```
  public var opener: (ConnectionTarget) throws(HTTPException) -> any ByteStream = TCPDialer().dial {
    didSet { changes += 1 }
  }

  /// Who watches what the connection does. A change acts at once, also while the connection is open.
  public var observers: [any ConnectionObserver] {
    get { ownObservers }
    set {
      ownObservers = newValue
      observe()
    }
  }

  /// Whether the times of exchanges are taken, for ``HTTPResponse/timings``.
  public var recordsTimings: Bool {
    get { control.timingRecorder != nil }
    set {
      if newValue == recordsTimings { return }
      control.timingRecorder = newValue ? TimingRecorder() : nil
      observe()
    }
  }

  private func observe() {
    let all = ownObservers + [control.timingRecorder].compactMap { $0 }
    control.observation = all.isEmpty ? nil : Observation(all)
    channel?.isObserved = control.isObserved
    givenAway?.isObserved = control.isObserved
  }

  /// Whether `request` and `getResponse` try once more, on a new connection, if the kept connection turns out to be dead: the server may
  /// have closed it in the moment in which the request was sent. Only a request that is safe to retry is repeated; see ``RequestFailure``.
  public var retriesOnce: Bool {
    get { triesTwice }
    set { triesTwice = newValue }
  }

  /// What is known about the request that failed last; nil if none has failed since the last one began. It is for `request`, `getResponse`
  /// and the step calls.
  public var requestFailure: RequestFailure? { failure }

  /// Which deviations from the RFC the connection tolerates, in requests and in responses.
  public let leniency: ParsingLeniency

  /// The port that is used if none is given. `Host` omits it.
  public var defaultPort: Int { httpPort }

  /// The ``timeout`` of connections that are made without one; nil waits for ever (`socket.getdefaulttimeout()`, `setdefaulttimeout()`).
  ///
  /// It is read when a connection is made, as the default argument of the initializer. A later change affects connections made afterwards.
  /// Python reads its default when the connection opens.
  public static var defaultTimeout: Duration? {
    get { sharedTimeout.withLock { $0 } }
    set { sharedTimeout.withLock { $0 = newValue } }
  }

  private static let sharedTimeout = Mutex<Duration?>(nil)

  #if TLS
  /// The context for TLS to the server that the connection was made for, if that is a proxy; nil speaks to it without TLS, as CPython
  /// does. Read when the connection opens. The proxy's certificate must match the proxy's name, not that of the origin behind it.
  public var proxyContext: TLSContext? {
    didSet { changes += 1 }
  }
  #endif

  /// The headers of the proxy's last reply to CONNECT, whether it opened the tunnel or not; nil if it has not replied
  /// (`HTTPConnection.get_proxy_response_headers`).
  public internal(set) var proxyResponseHeaders: HTTPMessage?

  /// How often something was changed that decides where the connection leads and how it speaks. Who lends a connection asks for it.
  package var changes = 0

  /// Whether somebody has asked for the canceller, and so can end later exchanges.
  package var canBeCancelled: Bool { control.hasCanceller }

  // The extensions in other files use these.

  /// The route that was set, for the exchanges that begin from now on; nil if none was.
  var nextRoute: ProxyRoute?
  /// Whether the route was changed since the last exchange began.
  var hasNewRoute = false
  /// Whether what is open was opened before the route was changed. It was not if the caller has set the stream since.
  var leadsElsewhere = false
  /// The route of the current exchange, if one was set.
  var routing: Routing?
  /// Whether a proxy forwards the current exchange's request. Each request asks this.
  var isForwarding = false

  /// The head of the request that is being put together; empty while there is none.
  var head: RequestHead
  var channel: Channel?
  /// The state of polling; nil while operations wait.
  var polling: PollingState?
  let control: ConnectionControl
  /// The channel that the last response has adopted, while it is read.
  weak var givenAway: Channel?
  private var ownObservers: [any ConnectionObserver] = []
  /// Whether the connection is being opened, during which an opener or an observer can't open it.
  var isOpening = false
  /// When opening must be done.
  var openingEnd = Deadline(after: nil)
  /// Whether a request is being sent again, as a part of the same exchange.
  var isRepeating = false
  /// Whether the request that is under way could be sent again: by its method and its body.
  var isRepeatable = false
  /// The request that is under way, if it is to be sent again when its kept connection is dead.
  var repeatable: RepeatableRequest?
  /// The deadline of exchanges that have none of their own.
  private(set) var usualDeadline: ExchangeDeadline?
  /// The deadline of the exchange that is under way.
  var exchangeDeadline: ExchangeDeadline?
  // What every request reads is not stored in a public property: Swift would check each access at run time (docs/decisions/0011).
  private var triesTwice = false
  var failure: RequestFailure?
  private var level = 0
  private var version = HTTPVersion.http11
  private var interimHandler: ((ResponseHead) -> Void)?
  private var addedFields = AutomaticFields.all
  /// Whether no field is left out. Each request asks this.
  private(set) var addsAllFields = true
  var tunnel: TunnelPlan? {
    didSet {
      originField = nil
      changes += 1
    }
  }
  /// The value of `Host`, once a request has used it.
  private var originField: String?

  /// The state of the current request; the names are Python's.
  enum CallState: String {
    case idle = "Idle"
    case requestStarted = "Request-started"
    case requestSent = "Request-sent"
  }

  var state: CallState {
    if head.isStarted { return .requestStarted }
    return channel?.isRequestOut == true ? .requestSent : .idle
  }

  /// Makes a connection to a server, without opening it.
  ///
  /// - Parameters:
  ///   - host: A name or an address. Write an IPv6 address in brackets. If `port` is nil, `:port` may follow.
  ///   - port: The port; nil takes it from `host`, or else 80.
  ///   - timeout: How long each blocking operation may take; nil waits for ever. See ``defaultTimeout``.
  ///   - sourceAddress: The address to connect from; nil lets the system choose.
  ///   - blockSize: How many bytes of a file body are read and sent at a time.
  ///   - maxResponseHeaders: The largest number of header lines in a response.
  ///   - leniency: Which deviations from the RFC are tolerated; see ``/HTTPWireCore/ParsingLeniency``.
  ///
  /// Throws `invalidURL` if the host has control characters or is neither a name nor an address, or if the port is empty, not a number or
  /// out of range. Throws `invalidArgument` for a `blockSize` below 1.
  public convenience init(
    _ host: String, port: Int? = nil, timeout: Duration? = HTTPConnection.defaultTimeout, sourceAddress: SourceAddress? = nil,
    blockSize: Int = 65_536, maxResponseHeaders: Int = 100, leniency: ParsingLeniency = .default
  ) throws(HTTPException) {
    try self.init(
      host, port: port, defaultPort: httpPort, timeout: timeout, sourceAddress: sourceAddress, blockSize: blockSize,
      maxResponseHeaders: maxResponseHeaders, leniency: leniency)
  }

  /// Makes a connection whose port is `defaultPort` if neither `host` nor `port` names another.
  init(
    _ host: String, port: Int?, defaultPort: Int, timeout: Duration?, sourceAddress: SourceAddress?, blockSize: Int,
    maxResponseHeaders: Int, leniency: ParsingLeniency
  ) throws(HTTPException) {
    let target = try HostPort(host, port: port, defaultPort: defaultPort, leniency: leniency)
    guard blockSize > 0 else { throw .invalidArgument("blockSize must be at least 1, not \(blockSize)") }
    self.host = target.host
    self.port = target.port
    control = ConnectionControl(timeout: timeout)
    self.sourceAddress = sourceAddress
    self.blockSize = blockSize
    self.leniency = leniency
    limits = .matching(leniency)
    head = RequestHead(leniency: leniency)
    self.maxResponseHeaders = maxResponseHeaders
  }

  /// The scheme of the URLs that are requested here.
  var scheme: String {
    #if TLS
    if proxyContext != nil, tunnel == nil, routing == nil { return "https" }
    #endif
    return "http"
  }

  /// Throws if the proxy and TLS settings contradict each other.
  func checkRoute() throws(HTTPException) {
    try routing?.check()
    if routing?.httpProxy != nil, tunnel != nil {
      throw .invalidArgument("with setTunnel the connection is made for the proxy, so its route can't lead through another HTTP proxy")
    }
  }

  /// The stream to send requests on, made from a stream that is connected to the origin. The subclass for HTTPS adds TLS here.
  func secured(_ stream: any ByteStream, for target: ConnectionTarget) throws(HTTPException) -> any ByteStream { stream }

  /// Sets the debug level (`HTTPConnection.set_debuglevel`). Above 0, traffic is reported to ``debugSink``.
  public func setDebugLevel(_ level: Int) { self.level = level }

  /// The value of `Host` for a request target (RFC 9110 section 7.2).
  @inline(__always)
  func hostField(for target: String, _ method: String) throws(HTTPException) -> String {
    if let field = try AbsoluteForm.hostField(of: target, method: method, leniency: leniency) ?? originField { return field }
    let origin = server
    let field = try HostPort.field(host: origin.host, port: origin.port, defaultPort: defaultPort)
    originField = field
    return field
  }

  /// The block size within its bounds. A block size of 0 would make every file look empty.
  var usableBlockSize: Int { min(max(blockSize, 1), 1 << 26) }

  var debug: DebugOutput? { debugLevel > 0 ? DebugOutput(sink: debugSink) : nil }
}

extension ParsingLimits {
  /// The limits that belong to a leniency. Heads and chunk framing that are read as CPython reads them get CPython's limits.
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
