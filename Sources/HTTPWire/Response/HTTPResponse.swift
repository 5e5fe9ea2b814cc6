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

  private(set) var head: ResponseHead?
  private var facts = Facts()

  /// What the head has decided. Nobody outside of the module reaches it, as with ``ConnectionSettings``.
  private struct Facts {
    var isChunked = false
    var willClose = false
    /// Whether the framing tells how long the body is.
    var tellsLength = false
    /// Whether a body cut short is only found out by `read()`.
    var hidesShortness = false
  }
  /// The connection's handler of interim responses.
  var onInterim: ((ResponseHead) -> Void)?
  private var link: Link?
  /// Whether the link is this response's alone, to be closed with it.
  private var ownsLink: Bool
  private let debugSink: (String) -> Void
  private let leniency: ParsingLeniency
  /// Bytes that a failed read had collected; the next read begins with them.
  private var salvage: ArraySlice<UInt8> = []
  /// Why nothing can be read any more: thrown by all reads once the salvage is used up.
  private var failure: HTTPException?
  /// Whether a read has thrown `failure`, so that the next one may end where the salvage does.
  private var failureIsTold = false
  /// An error that was met and not told, by a peek or because the leniency hides it: the next read's.
  private var pending: HTTPException?
  /// Whether a peek says nothing of a body cut short.
  var hidesShortnessFromPeek: Bool { leniency.contains(.shortBodies) }

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
    try? link.start(request)
    try? link.finishRequest()
    self.link = link
    self.debugLevel = debugLevel
    self.url = url
    self.leniency = leniency
    ownsLink = true
    debugSink = DebugOutput.standardOutput
  }

  /// The response that is due on a connection's link; ``begin()`` is still to be called.
  init(link: Link, debugLevel: Int, sink: @escaping (String) -> Void, leniency: ParsingLeniency) {
    self.link = link
    self.debugLevel = debugLevel
    self.leniency = leniency
    ownsLink = false
    debugSink = sink
  }

  /// A response whose head was read from a link by other means.
  convenience init(answering head: ResponseHead, link: Link, leniency: ParsingLeniency) {
    self.init(link: link, debugLevel: 0, sink: DebugOutput.standardOutput, leniency: leniency)
    begin(with: head, link)
  }

  /// Reads the status line and headers, skipping interim responses (`HTTPResponse.begin`). Does nothing when called again.
  ///
  /// Throws whatever is wrong with them, `remoteDisconnected` when the peer has closed without a byte, `timedOut` and `system`; the same
  /// again when it is called, or something is read, after it has failed; `closed` when the response was closed before.
  public func begin() throws(HTTPException) {
    guard head == nil else { return }
    if let failure { throw failure }
    guard let link else { throw .closed }
    let debug = debugLevel > 0 ? DebugOutput(sink: debugSink) : nil
    do {
      let head = try link.nextHead { interim in
        debug?.reply(interim.statusLine)
        debug?.skipped(interim)
        onInterim?(interim)
      }
      debug?.reply(head.statusLine)
      debug?.fields(head.headers)
      begin(with: head, link)
    } catch {
      if let debug, let line = link.unfinishedStatusLine { debug.reply(line) }
      close()
      failure = error
      throw error
    }
  }

  private func begin(with head: ResponseHead, _ link: Link) {
    self.head = head
    var facts = Facts()
    facts.willClose = !link.exchange.isReusable
    switch link.exchange.framing {
    case .length:
      facts.tellsLength = true
      facts.hidesShortness = leniency.contains(.shortBodies)
    case .none, .switched: facts.tellsLength = true
    case .chunked: facts.isChunked = true
    case .untilClose, .tunnel: break
    }
    self.facts = facts
    if isAtEnd { finish() }
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
  public var isClosed: Bool { openLink == nil && salvage.isEmpty && pending == nil }

  /// The number of body bytes still to be read, where the framing tells it; nil for chunked bodies and those that end with the
  /// connection, and before ``begin()`` (`HTTPResponse.length`).
  public var remainingLength: UInt64? {
    let kept = UInt64(salvage.count)
    if case .incompleteRead(_, let missing?) = pending { return missing &+ kept }
    guard facts.tellsLength else { return nil }
    guard let link = openLink else { return kept }
    return link.exchange.remainingLength.map { $0 &+ kept }
  }

  /// The descriptor of the stream that the body is read from; nil once the body has ended (`HTTPResponse.fileno`).
  public var fileDescriptor: Int32? { openLink?.stream.fileDescriptor }

  /// Gives up the rest of the body; all reads find its end then (`HTTPResponse.close`). Harmless when called again. A body that was
  /// not read to its end takes the connection with it, as what is left of it can't be told from the next response.
  public func close() {
    salvage = []
    pending = nil
    failure = nil
    guard let link else { return }
    link.abandonBody()
    finish()
  }

  // MARK: For the connection

  /// Makes the link this response's own: the connection has let go of it.
  func adoptLink() {
    if link == nil { return }
    ownsLink = true
  }

  // MARK: The one way to body bytes

  /// Appends the body bytes that are there, or what one read from the stream brings; none at the end of the body only. All reading
  /// comes through here, ``peek(_:)`` or ``takeLine(into:limit:)``. As part of a `larger` read, it may take the data of many chunks.
  func readSome(into output: inout OutputRawSpan, ofLarger larger: Bool = false) throws(HTTPException) {
    if !salvage.isEmpty {
      salvage.removeFirst(output.append(copying: salvage))
      return
    }
    guard let link = try readableLink() else { return }
    do {
      try link.readSome(into: &output, ofLarger: larger)
    } catch {
      throw ended(by: error)
    }
    if isAtEnd { finish() }
  }

  /// The body bytes that can be had with one read that brings any, without taking them. What goes wrong is the next read's to tell, too.
  func peekSome() throws(HTTPException) -> [UInt8] {
    if !salvage.isEmpty { return Array(salvage) }
    if let pending { throw pending }
    guard let link = try readableLink() else { return [] }
    do {
      let bytes = try link.peek()
      if isAtEnd { finish() }
      return bytes
    } catch {
      let error = ended(by: error)
      if !error.isTimeout, failure == nil { pending = error }
      throw error
    }
  }

  /// Moves bytes to `line` as far as one read from the stream brings them, and says whether the line is complete.
  func takeLine(into line: inout [UInt8], limit: Int) throws(HTTPException) -> Bool {
    if !salvage.isEmpty { return takeSalvagedLine(into: &line, limit: limit) }
    guard let link = try readableLink() else { return true }
    do {
      let isComplete = try link.takeLine(into: &line, limit: limit)
      if isAtEnd { finish() }
      return isComplete
    } catch {
      throw ended(by: error)
    }
  }

  /// What a read that is made of several does with an error: bytes that the error can carry go with it, others are kept for the next
  /// read unless the caller has them. Returns nil when the read is to end short instead.
  func failure(
    _ error: HTTPException, collected: [UInt8], isWholeRead: Bool = false, keeps: Bool = true
  ) -> HTTPException? {
    switch error {
    case .incompleteRead(_, let expected):
      if facts.hidesShortness, !isWholeRead {
        // As in CPython, a read that finds nothing ends the response; until then `read()` can tell that something is missing.
        pending = collected.isEmpty ? nil : error
        return nil
      }
      return .incompleteRead(partial: collected, expected: expected)
    case .malformedChunk(let problem, let line, _):
      return .malformedChunk(problem, line: line, partial: collected)
    default:
      if failureIsTold, !isWholeRead, !collected.isEmpty, error == failure { return nil }
      failureIsTold = failure != nil
      if keeps { keep(collected) }
      return error
    }
  }

  /// Has the next read begin with bytes that were taken before.
  func keep(_ bytes: [UInt8]) {
    salvage = bytes[...] + salvage
  }

  private func takeSalvagedLine(into line: inout [UInt8], limit: Int) -> Bool {
    let available = salvage.prefix(limit)
    let feed = available.firstIndex(of: 0x0A)
    let taken = available[...(feed ?? available.endIndex - 1)]
    line.append(contentsOf: taken)
    salvage.removeFirst(taken.count)
    return feed != nil
  }

  /// The link, unless the connection was closed and with it what is left of this response, as in Python.
  private var openLink: Link? { link?.isClosed == false ? link : nil }

  /// The link while there is something to read from it.
  private func readableLink() throws(HTTPException) -> Link? {
    if let error = pending {
      pending = nil
      throw error
    }
    if let failure { throw failure }
    guard openLink != nil else {
      link = nil
      return nil
    }
    try begin()
    return link
  }

  private var isAtEnd: Bool { link.map { head != nil && !$0.isReadingBody } ?? true }

  /// A timeout can be waited out; anything else is the end of this response. Errors that carry the bytes received are told once.
  private func ended(by error: HTTPException) -> HTTPException {
    switch error {
    case .timedOut: return error
    case .incompleteRead, .malformedChunk: break
    default: failure = error
    }
    finish()
    return error
  }

  /// Lets go of the link, and closes it when it can't carry another response.
  private func finish() {
    guard let link else { return }
    self.link = nil
    if ownsLink || !link.exchange.isReusable && !link.exchange.framing.leavesHTTP { link.close() }
  }
}
