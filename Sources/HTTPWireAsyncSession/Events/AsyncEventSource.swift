extension AsyncHTTPSession {
  /// The events of a resource, as they come, over as many connections as it takes (WHATWG HTML section 9.2).
  ///
  /// ```swift
  /// for try await event in try session.events("https://example.org/events") { print(event.type, event.data) }
  /// ```
  ///
  /// Nothing is sent before the first event is asked for. `lastEventID` is that of the last event that another process has had.
  ///
  /// Throws `invalidURL` and `unsupportedScheme` for a URL that is not valid.
  public func events(
    _ url: some HTTPURLConvertible, headers: HTTPMessage = HTTPMessage(), lastEventID: String = ""
  ) throws(HTTPException) -> AsyncEventSource {
    var request = try Request("GET", url, headers: headers)
    // The field is for the first request; the reader knows the later ones.
    request.headers.remove("Last-Event-ID")
    let id = lastEventID.isEmpty ? headers["Last-Event-ID"] ?? "" : lastEventID
    return AsyncEventSource(self, request, ServerSentEventReader(lastEventID: id))
  }
}

/// Server-sent events that are asked for again when their connection ends. Each iteration has connections of its own.
///
/// The sequence ends once the server says that there will be no more events (204). When a connection ends, the iteration waits for the time
/// that the server has set, and asks for what follows the last event.
///
/// It throws what asking throws at first, or after ``attempts`` failures; `custom` with an `EventStreamRefusal` for a response that is no
/// event stream; `lineTooLong` and `limitExceeded` for an event that is too large.
public struct AsyncEventSource: AsyncSequence, Sendable {
  /// An event.
  public typealias Element = ServerSentEvent
  /// What iterating throws.
  public typealias Failure = HTTPException

  /// How many times in a row asking again may fail before the iteration throws why. What fails at first is thrown at once.
  public var attempts: Int {
    get { schedule.attempts }
    set { schedule.attempts = newValue }
  }
  /// After how long without a byte the connection counts as lost; nil never. Servers send comments in the meantime.
  public var silence: Duration? = .seconds(300)
  /// How long to wait before asking again, until the server has said so; see ``/HTTPWireSession/EventSource/reconnectionTime``.
  public var reconnectionTime: Duration {
    get { schedule.reconnectionTime }
    set { schedule.reconnectionTime = newValue }
  }

  private var schedule = EventSchedule()
  private let session: AsyncHTTPSession
  private let request: AsyncHTTPSession.Request
  private let reader: ServerSentEventReader

  init(_ session: AsyncHTTPSession, _ request: AsyncHTTPSession.Request, _ reader: ServerSentEventReader) {
    self.session = session
    self.request = request
    self.reader = reader
  }

  /// Starts with the first event.
  public func makeAsyncIterator() -> Iterator { Iterator(session, request, reader, schedule, silence) }

  /// What returns the events.
  public struct Iterator: AsyncIteratorProtocol, Sendable {
    private let session: AsyncHTTPSession
    private let request: AsyncHTTPSession.Request
    private let silence: Duration?
    private var schedule: EventSchedule
    /// What is known between two connections.
    private var reader: ServerSentEventReader
    private var stream: AsyncEventStream.Iterator?
    private var isOver = false

    /// The id of the last event; empty if none had one.
    public var lastEventID: String { stream?.reader.lastEventID ?? reader.lastEventID }

    init(
      _ session: AsyncHTTPSession, _ request: AsyncHTTPSession.Request, _ reader: ServerSentEventReader, _ schedule: EventSchedule,
      _ silence: Duration?
    ) {
      self.session = session
      self.request = request
      self.reader = reader
      self.schedule = schedule
      self.silence = silence
    }

    /// The next event; nil once there will be no more, and after an error.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(HTTPException) -> ServerSentEvent? {
      while !isOver {
        if stream == nil, try await !connect() { return nil }
        do throws(HTTPException) {
          if let event = try await stream?.next() {
            schedule.noteEvent()
            return event
          }
        } catch {
          if !EventSchedule.mayPass(error) {
            isOver = true
            await disconnect()
            throw error
          }
        }
        await disconnect()
      }
      return nil
    }

    /// Asks for the events. Returns false if there will be none.
    private nonisolated(nonsending) mutating func connect() async throws(HTTPException) -> Bool {
      while true {
        do throws(HTTPException) {
          if let pause = schedule.pause(reader.reconnectionTime) { try await AsyncHTTPSession.wait(pause) }
          let response = try await ask()
          if response.status == 204 {
            await response.close()
            isOver = true
            return false
          }
          try EventSchedule.check(response.status, response.headers)
          stream = try response.events(continuing: reader).makeAsyncIterator()
          schedule.noteConnection()
          return true
        } catch {
          if !schedule.asksAgain(after: error) {
            isOver = true
            throw error
          }
        }
      }
    }

    private nonisolated(nonsending) func ask() async throws(HTTPException) -> AsyncStreamedResponse {
      var request = request
      request.headers = EventSchedule.fields(request.headers, reader)
      let response = try await session.open(request)
      await response.wait(upTo: silence)
      return response
    }

    private nonisolated(nonsending) mutating func disconnect() async {
      if let stream {
        reader = stream.reader
        await stream.response.close()
      }
      stream = nil
    }
  }
}
