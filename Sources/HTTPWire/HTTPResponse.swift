/// The response to a request: its status line and headers, and its body, which is read as it arrives (`http.client.HTTPResponse`).
///
/// A connection's `getResponse()` returns it. It can still be read after the connection object was released. Read it to its end before the
/// next `getResponse()`. Closing it earlier closes the connection, too.
///
/// ```swift
/// let response = try connection.getResponse()
/// print(response.status, response.reason)
/// while !response.isClosed {
///   print(try response.read(200).count)
/// }
/// ```
public final class HTTPResponse {
  /// The status code; 0 before ``begin()``.
  public var status: Int { head?.status ?? 0 }

  /// The reason phrase, without the whitespace around it.
  public var reason: String { head?.reason ?? "" }

  /// The protocol version of the response: 10 for HTTP/1.0, 11 for every other HTTP/1.x; 0 before ``begin()``.
  public var version: Int { head?.version.rawValue ?? 0 }

  /// The response's header fields.
  public var headers: HTTPMessage { head?.headers ?? HTTPMessage() }

  /// The response's header fields, under Python's other name for them.
  public var msg: HTTPMessage { headers }

  /// Whether the stream is that of another protocol after this response: 101, or a success of CONNECT.
  package var leavesHTTP: Bool { framing.leavesHTTP }

  /// The head as it came; nil before ``begin()``.
  package var messageHead: ResponseHead? { head }

  /// Whether the body is in chunks (RFC 9112 section 7.1).
  public var isChunked: Bool { framing == .chunked }

  /// Whether the connection ends with this response (RFC 9112 section 9.3).
  public var willClose: Bool { closesConnection }

  /// The trailer fields of a chunked body (RFC 9112 section 7.1.2): empty if it had none, nil before its end and for other bodies. Python
  /// drops them.
  public private(set) var trailers: HTTPMessage?

  /// Above 0, ``begin()`` reports what it reads to ``debugSink``.
  public var debugLevel: Int

  /// Where ``begin()`` reports to, a line at a time; by default to standard output, as in Python.
  public var debugSink: (String) -> Void = DebugOutput.standardOutput

  /// The URL of the response, if whoever made the response has set it (`geturl()`).
  public var url: String?

  /// When the steps of this exchange began and ended, so far; nil unless the connection's ``HTTPConnection/recordsTimings`` was on.
  public var timings: ExchangeTimings? { timingRecord?.timings }

  // swift-format-ignore: UseShorthandTypeNames
  private var timingRecord: Optional<TimingRecorder.Record>

  /// How the end of the body is found.
  private(set) var framing = BodyFraming.none
  // Not stored in the public property, whose accesses Swift would check at run time (docs/decisions/0011).
  private var closesConnection = false
  // `Optional<…>` has no implicit initial value. With `?` the initializers would first store nil, and then release it.
  // swift-format-ignore: UseShorthandTypeNames
  private(set) var head: Optional<ResponseHead>
  /// The channel; nil once the body has ended.
  var channel: Channel?
  /// Whether the channel belongs to this response, which closes it at its end.
  private(set) var ownsChannel: Bool
  let leniency: ParsingLeniency
  var carriedOver = CarriedOver.nothing

  /// Makes a response that is read from a stream, to a request that was sent by other means (`HTTPResponse(sock, …)`). ``begin()`` reads
  /// its head.
  ///
  /// `method` is the method of the request: a response to HEAD has no body. The stream stays the caller's and is not closed. Bytes after
  /// the response that were received with it are lost, as in Python.
  public init(
    stream: some ByteStream, debugLevel: Int = 0, method: String? = nil, url: String? = nil, leniency: ParsingLeniency = .default,
    limits: ParsingLimits? = nil, timeout: Duration? = nil
  ) {
    let channel = Channel(
      stream, control: ConnectionControl(timeout: timeout), leniency: leniency, limits: limits ?? .matching(leniency), closesStream: false)
    // An invalid method is ignored: it can't change the framing.
    var request = RequestHead(leniency: .python)
    try? request.start(method ?? HTTPMethod.get, "/")
    try? channel.start(request)
    self.channel = channel
    self.debugLevel = debugLevel
    self.url = url
    self.leniency = leniency
    timingRecord = nil
    head = nil
    ownsChannel = true
  }

  /// Makes a response from a head that has come, whose body is read from `channel`.
  init(_ head: ResponseHead, on channel: Channel, debugLevel: Int = 0, leniency: ParsingLeniency) {
    timingRecord = nil
    let outcome = channel.outcome
    framing = outcome.framing
    closesConnection = outcome.willClose
    self.channel = channel
    self.debugLevel = debugLevel
    self.leniency = leniency
    ownsChannel = false
    self.head = head
    if !outcome.hasBody { finish() }
  }

  /// Makes a response likewise, and reports it. It is a way of its own because a head that is also passed on would be copied in any case.
  @inline(never)
  static func reported(_ head: ResponseHead, on channel: Channel, debugLevel: Int, leniency: ParsingLeniency) -> HTTPResponse {
    let record = channel.reportResponse(head)
    let response = HTTPResponse(head, on: channel, debugLevel: debugLevel, leniency: leniency)
    response.timingRecord = record
    return response
  }

  /// Reads the status line and headers, skipping interim responses (`HTTPResponse.begin`). Does nothing when called again.
  ///
  /// Throws the errors of a head, `remoteDisconnected` if the peer closed without sending a byte, `timedOut` and `system`. After an error,
  /// every later call and read throws the same error. Throws `closed` if the response was closed before.
  public func begin() throws(HTTPException) {
    guard head == nil else { return }
    if case .failure(let error, _, _) = carriedOver { throw error }
    guard let channel else { throw .closed }
    try channel.refuseWithinStream()
    let debug = debugLevel > 0 ? DebugOutput(sink: debugSink) : nil
    do {
      head = try Self.awaitHead(on: channel, debug: debug, onInterim: nil)
      let outcome = channel.outcome
      framing = outcome.framing
      closesConnection = outcome.willClose
      if !outcome.hasBody { finish() }
    } catch {
      close()
      carriedOver = .failure(error, behind: [], wasThrown: false)
      throw error
    }
  }

  /// Waits for the final head on a channel. Reports each head to `debug`, and each interim one to `onInterim`.
  static func awaitHead(
    on channel: Channel, debug: DebugOutput?, onInterim: ((ResponseHead) -> Void)?
  ) throws(HTTPException) -> ResponseHead {
    do {
      if !channel.earlyHeads.isEmpty, let head = try takeEarlyHeads(of: channel, debug: debug, onInterim: onInterim) { return head }
      while true {
        let head = try channel.nextHead()
        debug?.received(head)
        if !head.isInterim { return head }
        channel.reportInterim(head)
        onInterim?(head)
      }
    } catch {
      if let debug, !channel.control.wouldWait(error) {
        // The line of another protocol is refused before its end.
        if let line = channel.unfinishedStatusLine { debug.reply(line) } else if case .badStatusLine(let line) = error { debug.reply(line) }
      }
      throw error
    }
  }

  /// Takes the heads that came while the request was sent, and reports them likewise. Returns the final one, if it is among them.
  private static func takeEarlyHeads(
    of channel: Channel, debug: DebugOutput?, onInterim: ((ResponseHead) -> Void)?
  ) throws(HTTPException) -> ResponseHead? {
    try channel.refuseWithinStream()
    if !channel.isSending { try channel.endRequest() }
    while let head = channel.takeEarlyHead() {
      debug?.received(head)
      if !head.isInterim { return head }
      onInterim?(head)
    }
    return nil
  }

  /// Nobody can read the rest of the body now, so the connection would wait for its end for ever.
  deinit { close() }

  // MARK: Headers

  /// The value of a header, or `default` if there is none (`HTTPResponse.getheader`). The values of several headers with this name are
  /// joined with ", ".
  public func getHeader(_ name: String, default: String? = nil) -> String? {
    head?.headers.combinedValue(of: name) ?? `default`
  }

  /// All headers in wire order, in the case they came in, duplicates kept (`HTTPResponse.getheaders`).
  public func getHeaders() -> [(name: String, value: String)] { headers.items }

  // MARK: State

  /// Whether the body has ended or ``close()`` was called. CPython's `closed` is true only after `close()`, so the loop in its
  /// documentation never ends.
  public var isClosed: Bool { openChannel == nil && !carriedOver.isPending }

  /// The number of body bytes still to be read (`HTTPResponse.length`); nil for chunked bodies, for bodies that end with the connection,
  /// and before ``begin()``.
  public var remainingLength: UInt64? {
    let kept = UInt64(carriedOver.bytes.count)
    if case .error(.incompleteRead(_, let missing?), _) = carriedOver { return missing &+ kept }
    switch framing {
    case .length, .none, .switched: break
    case .chunked, .untilClose, .tunnel: return nil
    }
    if head == nil { return nil }
    guard let channel = openChannel else { return kept }
    return channel.remainingLength.map { $0 &+ kept }
  }

  /// The file descriptor of the stream that the body is read from; nil once the body has ended (`HTTPResponse.fileno`).
  public var fileDescriptor: Int32? { openChannel?.stream.fileDescriptor }

  /// Abandons the rest of the body (`HTTPResponse.close`). Every later read returns the end of the body. Calling it again has no effect.
  ///
  /// If the body was not read to its end, the connection is closed, too: the rest of the body would be in front of the next response.
  public func close() {
    carriedOver = .nothing
    guard let channel else { return }
    channel.abandonBody()
    finish()
  }

  // MARK: The channel

  /// The channel, unless the connection was closed. Closing the connection ends the response, as in Python.
  var openChannel: Channel? { channel?.isClosed == false ? channel : nil }

  /// Makes this response the owner of the channel. The connection has released it.
  func adoptChannel() {
    if channel != nil { ownsChannel = true }
  }

  /// Releases the channel at the end of the body, and closes it if nothing else can use it. `isWhole` says that the body was read to its
  /// end.
  func finish(isWhole: Bool = false) {
    guard let channel else { return }
    self.channel = nil
    if isWhole, channel.isObserved { channel.reportEnd(trailers: channel.trailers) }
    if framing == .chunked { keepTrailers(of: channel) }
    if ownsChannel || !channel.isOfUse { channel.close() }
  }

  /// Keeps the trailers. It is not inlined, because Swift checks each access to a public property at run time.
  @inline(never)
  private func keepTrailers(of channel: Channel) { trailers = channel.trailers }
}
