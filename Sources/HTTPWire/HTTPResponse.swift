/// The response to a request: its status line and headers, and its body, read as it arrives (`http.client.HTTPResponse`).
///
/// A connection's `getResponse()` makes it; it outlives the connection where the framing allows. Read it to its end before the next
/// `getResponse()`, or close it, which gives the connection up.
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

  /// The reason phrase, without the blanks around it.
  public var reason: String { head?.reason ?? "" }

  /// The protocol version of the server: 10 for HTTP/1.0, 11 for every other HTTP/1.x; 0 before ``begin()``.
  public var version: Int { head?.version.rawValue ?? 0 }

  /// The response's header fields.
  public var headers: HTTPMessage { head?.headers ?? HTTPMessage() }

  /// The response's header fields, under Python's other name for them.
  public var msg: HTTPMessage { headers }

  /// Whether the body is in chunks (RFC 9112 section 7.1).
  public var isChunked: Bool { framing == .chunked }

  /// Whether the connection ends with this response (RFC 9112 section 9.3).
  public private(set) var willClose = false

  /// The trailer fields of a chunked body that has ended (RFC 9112 section 7.1.2), which may be none; nil before its end, and for other
  /// bodies. Python drops them.
  public private(set) var trailers: HTTPMessage?

  /// Above 0, ``begin()`` reports what it reads to ``debugSink``.
  public var debugLevel: Int

  /// Where ``begin()`` reports to, a line at a time; by default to standard output, as in Python.
  public var debugSink: (String) -> Void = DebugOutput.standardOutput

  /// The address of what was fetched, where the maker of the response has set it (`geturl()`).
  public var url: String?

  /// How the end of the body is found.
  private(set) var framing = BodyFraming.none
  // Spelled out, it has no value before the initializers give it one, so that there is none to be taken away.
  // swift-format-ignore: UseShorthandTypeNames
  private(set) var head: Optional<ResponseHead>
  /// The channel until the body has ended.
  var channel: Channel?
  /// Whether the channel is this response's alone, to be closed with it.
  private(set) var ownsChannel: Bool
  let leniency: ParsingLeniency
  var carriedOver = CarriedOver.nothing

  /// A response to be read from a stream, to a request that was sent by other means (`HTTPResponse(sock, …)`). ``begin()`` reads its
  /// head. `method` is the request's; a response to HEAD has no body. The stream stays the caller's: it is not closed here, and bytes
  /// behind the response that came with it are lost, as in Python.
  public init(
    stream: some ByteStream, debugLevel: Int = 0, method: String? = nil, url: String? = nil, leniency: ParsingLeniency = .default,
    limits: ParsingLimits? = nil, timeout: Duration? = nil
  ) {
    let channel = Channel(stream, timeout: timeout, leniency: leniency, limits: limits ?? .matching(leniency), closesStream: false)
    // A method that could not have been sent changes nothing about the framing.
    var request = RequestHead(leniency: .python)
    try? request.start(method ?? HTTPMethod.get, "/")
    try? channel.start(request)
    self.channel = channel
    self.debugLevel = debugLevel
    self.url = url
    self.leniency = leniency
    head = nil
    ownsChannel = true
  }

  /// The response on a channel whose head has come.
  init(_ head: ResponseHead, on channel: Channel, debugLevel: Int = 0, leniency: ParsingLeniency) {
    self.channel = channel
    self.debugLevel = debugLevel
    self.leniency = leniency
    ownsChannel = false
    self.head = head
    let outcome = channel.outcome
    framing = outcome.framing
    willClose = outcome.willClose
    if !outcome.hasBody { finish() }
  }

  /// Reads the status line and headers, skipping interim responses (`HTTPResponse.begin`). Does nothing when called again.
  ///
  /// Throws whatever is wrong with them, `remoteDisconnected` when the peer has closed without a byte, `timedOut` and `system`; the same
  /// again when it is called, or something is read, after it has failed; `closed` when the response was closed before.
  public func begin() throws(HTTPException) {
    guard head == nil else { return }
    if case .failure(let error, _, _) = carriedOver { throw error }
    guard let channel else { throw .closed }
    let debug = debugLevel > 0 ? DebugOutput(sink: debugSink) : nil
    do {
      head = try Self.awaitHead(on: channel, debug: debug, onInterim: nil)
      let outcome = channel.outcome
      framing = outcome.framing
      willClose = outcome.willClose
      if !outcome.hasBody { finish() }
    } catch {
      close()
      carriedOver = .failure(error, behind: [], wasThrown: false)
      throw error
    }
  }

  /// Waits for the final head on a channel, and shows what comes until then.
  static func awaitHead(
    on channel: Channel, debug: DebugOutput?, onInterim: ((ResponseHead) -> Void)?
  ) throws(HTTPException) -> ResponseHead {
    do {
      while true {
        let head = try channel.nextHead()
        debug?.received(head)
        if !head.isInterim { return head }
        onInterim?(head)
      }
    } catch {
      if let debug, let line = channel.unfinishedStatusLine { debug.reply(line) }
      throw error
    }
  }

  /// A response that is dropped unread can't be read any more: it gives its connection up rather than leave it waiting for that.
  deinit { close() }

  // MARK: Headers

  /// The value of a header, several of them joined by ", "; `default` when there is none (`HTTPResponse.getheader`).
  public func getHeader(_ name: String, default: String? = nil) -> String? {
    head?.headers.combinedValue(of: name) ?? `default`
  }

  /// All headers in wire order, in the case they came in, duplicates kept (`HTTPResponse.getheaders`).
  public func getHeaders() -> [(name: String, value: String)] { headers.items }

  // MARK: State

  /// Whether the body has ended or ``close()`` was called. CPython's `closed` is true after `close()` alone, so that the loop of its
  /// documentation never ends.
  public var isClosed: Bool { openChannel == nil && !carriedOver.isPending }

  /// The number of body bytes still to be read, where the framing tells it; nil for chunked bodies and those that end with the
  /// connection, and before ``begin()`` (`HTTPResponse.length`).
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

  /// The descriptor of the stream that the body is read from; nil once the body has ended (`HTTPResponse.fileno`).
  public var fileDescriptor: Int32? { openChannel?.stream.fileDescriptor }

  /// Gives up the rest of the body; all reads find its end then (`HTTPResponse.close`). Harmless when called again. A body that was
  /// not read to its end takes the connection with it, as what is left of it can't be told from the next response.
  public func close() {
    carriedOver = .nothing
    guard let channel else { return }
    channel.abandonBody()
    finish()
  }

  // MARK: The channel

  /// The channel, unless the connection was closed and with it what is left of this response, as in Python.
  var openChannel: Channel? { channel?.isClosed == false ? channel : nil }

  /// Makes the channel this response's own: the connection has let go of it.
  func adoptChannel() {
    if channel != nil { ownsChannel = true }
  }

  /// Lets go of the channel at the end of the body, and closes it when it is good for nothing else.
  func finish() {
    guard let channel else { return }
    self.channel = nil
    if framing == .chunked { trailers = channel.trailers }
    if ownsChannel || !channel.isOfUse { channel.close() }
  }
}
