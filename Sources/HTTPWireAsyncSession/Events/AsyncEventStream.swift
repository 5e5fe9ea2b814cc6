extension AsyncStreamedResponse {
  /// The events of the response, as they come (WHATWG HTML section 9.2).
  ///
  /// ```swift
  /// var request = try AsyncHTTPSession.Request("POST", "https://example.org/answers", body: .json("[1, 2]"))
  /// request.headers = ["Accept": "text/event-stream"]
  /// for try await event in try await session.open(request).events() { print(event.data) }
  /// ```
  ///
  /// `reader` has read the events of an earlier response, if there was one. ``AsyncHTTPSession/events(_:headers:lastEventID:)`` asks again
  /// by itself.
  ///
  /// Throws `custom` with an `EventStreamRefusal` unless the status is 200 and the type `text/event-stream`. The response is left as it is.
  public func events(continuing reader: ServerSentEventReader = ServerSentEventReader()) throws(HTTPException) -> AsyncEventStream {
    try EventStreamRefusal.check(status, headers)
    var reader = reader
    reader.restart()
    return AsyncEventStream(self, reader)
  }
}

/// The events of one response; see ``AsyncStreamedResponse/events(continuing:)``. Iterate it once.
///
/// Iterating throws what reading throws, and `lineTooLong` and `limitExceeded` as `ServerSentEventReader.next()` does. After a timeout, it
/// can go on.
public struct AsyncEventStream: AsyncSequence, Sendable {
  /// An event.
  public typealias Element = ServerSentEvent
  /// What iterating throws.
  public typealias Failure = HTTPException

  private let response: AsyncStreamedResponse
  private let reader: ServerSentEventReader

  init(_ response: AsyncStreamedResponse, _ reader: ServerSentEventReader) {
    self.response = response
    self.reader = reader
  }

  /// Starts with the first event.
  public func makeAsyncIterator() -> Iterator { Iterator(response, reader) }

  /// What returns the events.
  public struct Iterator: AsyncIteratorProtocol, Sendable {
    /// The response that is read.
    let response: AsyncStreamedResponse
    /// What is known about the stream. The next stream continues with it.
    public private(set) var reader: ServerSentEventReader

    init(_ response: AsyncStreamedResponse, _ reader: ServerSentEventReader) {
      self.response = response
      self.reader = reader
    }

    /// The next event; nil at the end of the response.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(HTTPException) -> ServerSentEvent? {
      while true {
        if let event = try reader.next() { return event }
        guard let piece = try await response.nextPiece() else { return nil }
        reader.feed(piece)
      }
    }
  }
}
