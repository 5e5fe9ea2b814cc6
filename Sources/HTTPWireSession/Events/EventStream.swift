public import HTTPWireCore

/// The events of a response, as they come (WHATWG HTML section 9.2).
///
/// ```swift
/// var reader = ServerSentEventReader()
/// while true {
///   try connection.request("GET", "/events", headers: reader.requestHeaders)
///   var events = try EventStream(connection.getResponse(), continuing: reader)
///   do {
///     while let event = try events.next() { print(event.type, event.data) }
///   } catch {
///     print("lost:", error)
///   }
///   events.response.close()
///   reader = events.reader
///   wait(for: reader.reconnectionTime ?? .seconds(3))
/// }
/// ```
///
/// The next request has the last event's id, so that the server can go on behind it. A server that wants no further request answers it with
/// 204, which is an ``EventStreamRefusal``.
public struct EventStream {
  /// The response that is read.
  public let response: HTTPResponse
  /// What is known about the stream. The next stream continues with it.
  public private(set) var reader: ServerSentEventReader

  /// Starts with a response, behind the events of an earlier one if `reader` has read some.
  ///
  /// Throws `custom` with an ``EventStreamRefusal`` unless the status is 200 and the type `text/event-stream`. The response is left as it
  /// is.
  public init(
    _ response: HTTPResponse, continuing reader: ServerSentEventReader = ServerSentEventReader()
  ) throws(HTTPException) {
    try EventStreamRefusal.check(response.status, response.headers)
    self.response = response
    self.reader = reader
    self.reader.restart()
  }

  /// Waits for the next event. Returns nil at the end of the response.
  ///
  /// Throws what reading throws, and `lineTooLong` and `limitExceeded` as ``ServerSentEventReader/next()`` does. After a timeout, the call
  /// can be repeated.
  public mutating func next() throws(HTTPException) -> ServerSentEvent? {
    while true {
      if let event = try reader.next() { return event }
      let block = try response.read1()
      if block.isEmpty { return nil }
      reader.feed(block)
    }
  }
}

/// A response that is no event stream. The request must not be repeated for it; 204 says that there will be no more events.
public struct EventStreamRefusal: Error, Sendable, Hashable {
  /// The response's status code.
  public let status: Int
  /// The response's `Content-Type`.
  public let contentType: String?

  /// Throws if a response is no event stream.
  package static func check(_ status: Int, _ headers: HTTPMessage) throws(HTTPException) {
    if status == 200, headers.getContentType() == "text/event-stream" { return }
    let types = headers.getAll("Content-Type")
    throw .custom(EventStreamRefusal(status: status, contentType: types.isEmpty ? nil : types.joined(separator: ", ")))
  }
}

extension EventStreamRefusal: CustomStringConvertible {
  /// What the response is instead.
  public var description: String {
    if status == 204 { return "the server has no more events (204)" }
    return "not an event stream: status \(status), content type \(contentType ?? "missing")"
  }
}
