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
  public var isChunked: Bool { facts.isChunked }

  /// Whether the connection ends with this response (RFC 9112 section 9.3).
  public var willClose: Bool { facts.willClose }

  /// Above 0, what is read and parsed is told to the debug sink.
  public var debugLevel: Int

  /// The address of what was fetched, where the maker of the response has set it (`geturl()`).
  public var url: String?

  // Spelled out, it has no value before the initializers give it one, so that there is none to be taken away.
  // swift-format-ignore: UseShorthandTypeNames
  private(set) var head: Optional<ResponseHead>
  private(set) var facts = Facts()

  /// What the head has decided. Nobody outside of the module reaches it, as with ``ConnectionSettings``.
  struct Facts {
    var isChunked = false
    var willClose = false
    /// Whether the framing tells how long the body is.
    var tellsLength = false
    /// Whether a body cut short is only found out by `read()`.
    var hidesShortness = false

    init() {}

    init(_ reply: borrowing Reply, _ leniency: ParsingLeniency) {
      willClose = reply.closes
      switch reply.framing {
      case .length:
        tellsLength = true
        hidesShortness = leniency.contains(.shortBodies)
      case .none, .switched: tellsLength = true
      case .chunked: isChunked = true
      case .untilClose, .tunnel: break
      }
    }
  }
  var link: Link?
  /// Whether the link is this response's alone, to be closed with it.
  private(set) var ownsLink: Bool
  let leniency: ParsingLeniency
  var leftovers: Leftovers?

  /// A response to be read from a stream, to a request that was sent by other means (`HTTPResponse(sock, …)`). ``begin()`` reads its
  /// head. `method` is the request's; a response to HEAD has no body. The stream stays the caller's: it is not closed here, and bytes
  /// behind the response that came with it are lost, as in Python.
  public init(
    stream: some ByteStream, debugLevel: Int = 0, method: String? = nil, url: String? = nil, leniency: ParsingLeniency = .default,
    limits: ParsingLimits? = nil, timeout: Duration? = nil
  ) {
    let link = Link(stream, timeout: timeout, leniency: leniency, limits: limits ?? .matching(leniency), closesStream: false)
    // A method that could not have been sent changes nothing about the framing.
    var request = RequestHeadWriter(leniency: .python)
    try? request.begin(method ?? HTTPMethod.get, "/")
    try? link.start(request.announcement)
    self.link = link
    self.debugLevel = debugLevel
    self.url = url
    self.leniency = leniency
    head = nil
    ownsLink = true
  }

  /// The response on a link whose head has come.
  init(_ reply: Reply, link: Link, debugLevel: Int = 0, leniency: ParsingLeniency) {
    self.link = link
    self.debugLevel = debugLevel
    self.leniency = leniency
    ownsLink = false
    facts = Facts(reply, leniency)
    head = reply.head
    if reply.body != .open { finish(reply.body) }
  }

  /// Reads the status line and headers, skipping interim responses (`HTTPResponse.begin`). Does nothing when called again.
  ///
  /// Throws whatever is wrong with them, `remoteDisconnected` when the peer has closed without a byte, `timedOut` and `system`; the same
  /// again when it is called, or something is read, after it has failed; `closed` when the response was closed before.
  public func begin() throws(HTTPException) {
    guard head == nil else { return }
    if let failure = leftovers?.failure { throw failure }
    guard let link else { throw .closed }
    let debug = debugLevel > 0 ? DebugOutput(sink: DebugOutput.standardOutput) : nil
    do {
      let reply = try Self.awaitReply(on: link, debug: debug, onInterim: nil)
      head = reply.head
      facts = Facts(reply, leniency)
      if reply.body != .open { finish(reply.body) }
    } catch {
      close()
      remains.failure = error
      throw error
    }
  }

  /// Waits for the final head on a link, and tells of what comes until then.
  static func awaitReply(
    on link: Link, debug: DebugOutput?, onInterim: ((ResponseHead) -> Void)?
  ) throws(HTTPException) -> Reply {
    do {
      let reply = try link.reply { interim in
        debug?.reply(interim.statusLine)
        debug?.skipped(interim)
        onInterim?(interim)
      }
      if let debug {
        debug.reply(reply.head.statusLine)
        debug.fields(reply.head.headers)
      }
      return reply
    } catch {
      if let debug, let line = link.unfinishedStatusLine { debug.reply(line) }
      throw error
    }
  }

  /// A response that is dropped unread can't be read any more: it gives its connection up rather than leave it waiting for that.
  deinit { close() }

  // MARK: Headers

  /// The value of a header, several of them joined by ", "; `default` when there is none (`HTTPResponse.getheader`).
  public func getHeader(_ name: String, default: String? = nil) -> String? {
    let values = headers.getAll(name)
    return values.isEmpty ? `default` : values.joined(separator: ", ")
  }

  /// All headers in wire order, in the case they came in, duplicates kept (`HTTPResponse.getheaders`).
  public func getHeaders() -> [(name: String, value: String)] { headers.items }

  // MARK: State

  /// Whether the body has ended or ``close()`` was called. CPython's `closed` is true after `close()` alone, so that the loop of its
  /// documentation never ends.
  public var isClosed: Bool { openLink == nil && leftovers?.salvage.isEmpty != false && leftovers?.pending == nil }

  /// The number of body bytes still to be read, where the framing tells it; nil for chunked bodies and those that end with the
  /// connection, and before ``begin()`` (`HTTPResponse.length`).
  public var remainingLength: UInt64? {
    let kept = UInt64(leftovers?.salvage.count ?? 0)
    if case .incompleteRead(_, let missing?) = leftovers?.pending { return missing &+ kept }
    guard facts.tellsLength else { return nil }
    guard let link = openLink else { return kept }
    return link.remainingLength.map { $0 &+ kept }
  }

  /// The descriptor of the stream that the body is read from; nil once the body has ended (`HTTPResponse.fileno`).
  public var fileDescriptor: Int32? { openLink?.stream.fileDescriptor }

  /// Gives up the rest of the body; all reads find its end then (`HTTPResponse.close`). Harmless when called again. A body that was
  /// not read to its end takes the connection with it, as what is left of it can't be told from the next response.
  public func close() {
    leftovers = nil
    guard let link else { return }
    link.abandonBody()
    finish(link.bodyState)
  }

  // MARK: For the connection

  /// Makes the link this response's own: the connection has let go of it.
  func adoptLink() {
    if link == nil { return }
    ownsLink = true
  }
}
