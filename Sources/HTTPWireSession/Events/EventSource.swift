import HTTPWire
import HTTPWireCore

extension HTTPSession {
  /// The events of a resource, as they come, over as many connections as it takes (WHATWG HTML section 9.2).
  ///
  /// ```swift
  /// let events = try session.events("https://example.org/events")
  /// while let event = try events.next() { print(event.type, event.data) }
  /// ```
  ///
  /// Nothing is sent before the first ``EventSource/next()``. `lastEventID` is that of the last event that another process has had.
  ///
  /// Throws `invalidURL` and `unsupportedScheme` for a URL that is not valid.
  public func events(
    _ url: some HTTPURLConvertible, headers: HTTPMessage = HTTPMessage(), lastEventID: String = ""
  ) throws(HTTPException) -> EventSource {
    var request = try Request("GET", url, headers: headers)
    // The field is for the first request; the reader knows the later ones.
    request.headers.remove("Last-Event-ID")
    let id = lastEventID.isEmpty ? headers["Last-Event-ID"] ?? "" : lastEventID
    return EventSource(self, request, ServerSentEventReader(lastEventID: id))
  }
}

/// Server-sent events that are asked for again when their connection ends.
public final class EventSource {
  /// How many times in a row asking again may fail before ``next()`` throws why. What fails at first is thrown at once.
  public var attempts: Int {
    get { schedule.attempts }
    set { schedule.attempts = newValue }
  }
  /// After how long without a byte the connection counts as lost; nil never. Servers send comments in the meantime.
  public var silence: Duration? = .seconds(300)
  /// How long to wait before asking again, until the server has said so. What a server says counts as at least 100 ms and at most ten
  /// minutes. After each failure in a row, and each connection that has brought no event, the time is doubled, up to a minute.
  public var reconnectionTime: Duration {
    get { schedule.reconnectionTime }
    set { schedule.reconnectionTime = newValue }
  }

  /// The id of the last event; empty if none had one.
  public var lastEventID: String { stream?.events.reader.lastEventID ?? reader.lastEventID }

  private let session: HTTPSession
  private let request: HTTPSession.Request
  /// What is known between two connections.
  private var reader: ServerSentEventReader
  private var stream: (response: StreamedResponse, events: EventStream)?
  private var schedule = EventSchedule()
  private var isClosed = false

  init(_ session: HTTPSession, _ request: HTTPSession.Request, _ reader: ServerSentEventReader) {
    self.session = session
    self.request = request
    self.reader = reader
  }

  /// Waits for the next event. Returns nil once the server has said that there will be no more (204), and after ``close()``.
  ///
  /// When the connection ends, it waits for the time that the server has set, and asks for what follows the last event. Throws what asking
  /// throws at first, or after ``attempts`` failures; `custom` with an ``EventStreamRefusal`` for a response that is no event stream;
  /// `lineTooLong` and `limitExceeded` for an event that is too large.
  public func next() throws(HTTPException) -> ServerSentEvent? {
    while !isClosed {
      if stream == nil, try !connect() { return nil }
      do throws(HTTPException) {
        if let event = try stream?.events.next() {
          schedule.noteEvent()
          return event
        }
      } catch {
        if !EventSchedule.mayPass(error) {
          close()
          throw error
        }
      }
      disconnect()
    }
    return nil
  }

  /// Ends the events.
  public func close() {
    disconnect()
    isClosed = true
  }

  /// Asks for the events. Returns false if there will be none.
  private func connect() throws(HTTPException) -> Bool {
    while true {
      if let pause = schedule.pause(reader.reconnectionTime) { Syscalls.sleep(pause) }
      do throws(HTTPException) {
        let response = try ask()
        if response.status == 204 {
          response.close()
          isClosed = true
          return false
        }
        try EventSchedule.check(response.status, response.headers)
        stream = (response, try EventStream(response.response, continuing: reader))
        schedule.noteConnection()
        return true
      } catch {
        if !schedule.asksAgain(after: error) {
          isClosed = true
          throw error
        }
      }
    }
  }

  private func ask() throws(HTTPException) -> StreamedResponse {
    var request = request
    request.headers = EventSchedule.fields(request.headers, reader)
    let response = try session.open(request)
    response.wait(upTo: silence)
    return response
  }

  private func disconnect() {
    if let stream {
      reader = stream.events.reader
      stream.response.close()
    }
    stream = nil
  }
}
