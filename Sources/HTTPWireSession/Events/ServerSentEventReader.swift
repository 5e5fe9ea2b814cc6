import HTTPWireCore

/// Finds the events in the bytes of a `text/event-stream`, without input or output (WHATWG HTML section 9.2.6).
///
/// ```swift
/// var reader = ServerSentEventReader()
/// while let block = try nextRecord() {
///   reader.feed(block)
///   while let event = try reader.next() { print(event.type, event.data) }
/// }
/// ```
///
/// The bytes may be split anywhere. An event comes out as soon as the line that ends it has ended. One that the stream's end cuts short
/// does not come out. ``EventStream`` feeds a reader from a response.
public struct ServerSentEventReader: Sendable {
  /// The id of the last event, for the `Last-Event-ID` of the next request. Empty if no event had one.
  public private(set) var lastEventID: String
  /// How long to wait before the next request, if the server has said so with `retry`.
  public private(set) var reconnectionTime: Duration?

  /// The largest length of a line and of an event's data, in bytes.
  private let limit: Int
  private var lines: EventLines
  private var id: String
  private var type = ""
  private var data: [UInt8] = []
  /// Whether the event has a `data` line, which may be empty.
  private var hasData = false
  private var failure: HTTPException?

  /// Creates a reader. Another process may have got `lastEventID`. `limit` is the largest length of a line and of an event's data in bytes.
  public init(lastEventID: String = "", limit: Int = 16_777_216) {
    self.lastEventID = lastEventID
    self.limit = limit
    id = lastEventID
    lines = EventLines(limit: limit)
  }

  /// Takes the next bytes of the stream. They are kept until ``next()`` has passed them.
  public mutating func feed(_ bytes: [UInt8]) { lines.feed(bytes.span) }

  /// Takes a copy of the next bytes of the stream.
  public mutating func feed(_ bytes: Span<UInt8>) { lines.feed(bytes) }

  /// The next event of the bytes that were fed, or nil if more are needed.
  ///
  /// Throws `lineTooLong` and `limitExceeded` for a line or an event beyond the limit, once the events before it have come out. It
  /// throws the same again until ``restart()``.
  public mutating func next() throws(HTTPException) -> ServerSentEvent? {
    if let failure { throw failure }
    do {
      while let line = try lines.next() {
        if let event = try take(line) { return event }
      }
      return nil
    } catch {
      failure = error
      throw error
    }
  }

  /// Prepares for another stream: forgets the bytes and the unfinished event, and keeps ``lastEventID`` and ``reconnectionTime``.
  ///
  /// As in browsers, events of the new stream without an id have the last one of the old.
  public mutating func restart() {
    lines = EventLines(limit: limit)
    id = lastEventID
    failure = nil
    clear()
  }

  /// The headers of a request for the stream, or for what comes after the last event: `Accept`, `Cache-Control` and, if there is an id,
  /// `Last-Event-ID` in UTF-8.
  public var requestHeaders: HTTPMessage {
    var headers: HTTPMessage = ["Accept": "text/event-stream", "Cache-Control": "no-store"]
    // A field can't have a control character, which an id can. The stream starts anew then.
    if !lastEventID.isEmpty, lastEventID.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) {
      headers.add(name: "Last-Event-ID".utf8, value: lastEventID.utf8)
    }
    return headers
  }

  // MARK: Lines

  private mutating func take(_ line: ArraySlice<UInt8>) throws(HTTPException) -> ServerSentEvent? {
    if line.isEmpty { return dispatch() }
    let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
    var value = line[colon...].dropFirst()
    if value.first == UInt8(ascii: " ") { value.removeFirst() }
    try process(line[..<colon], value)
    return nil
  }

  /// Processes a field. A comment is a field without a name, and ignored like any other that is unknown.
  private mutating func process(_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) throws(HTTPException) {
    if name.elementsEqual("data".utf8) {
      if data.count + value.count + (hasData ? 1 : 0) > limit { throw .limitExceeded(what: "bytes of an event", limit: limit) }
      if hasData { data.append(UInt8(ascii: "\n")) }
      data += value
      hasData = true
    } else if name.elementsEqual("event".utf8) {
      type = String(decoding: value, as: UTF8.self)
    } else if name.elementsEqual("id".utf8) {
      if !value.contains(0) { id = String(decoding: value, as: UTF8.self) }
    } else if name.elementsEqual("retry".utf8) {
      if let time = Self.milliseconds(value) { reconnectionTime = time }
    }
  }

  private mutating func dispatch() -> ServerSentEvent? {
    defer { clear() }
    lastEventID = id
    guard hasData else { return nil }
    return ServerSentEvent(id: id, type: type.isEmpty ? "message" : type, data: String(decoding: data, as: UTF8.self))
  }

  private mutating func clear() {
    type = ""
    data = []
    hasData = false
  }

  /// The value of a number that has digits only; nil for any other, and for one beyond 64 bits.
  private static func milliseconds(_ digits: ArraySlice<UInt8>) -> Duration? {
    guard digits.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
    return Int64(String(decoding: digits, as: UTF8.self)).map { .milliseconds($0) }
  }
}
