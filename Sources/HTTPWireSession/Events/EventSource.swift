import HTTPWire
import HTTPWireCore
import HTTPWireInflate

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
  public var attempts = 10
  /// After how long without a byte the connection counts as lost; nil never. Servers send comments in the meantime.
  public var silence: Duration? = .seconds(300)
  /// How long to wait before asking again, until the server has said so. What a server says counts as at least 100 ms and at most ten
  /// minutes. After each failure in a row, and each connection that has brought no event, the time is doubled, up to a minute.
  public var reconnectionTime = Duration.seconds(3)

  /// The id of the last event; empty if none had one.
  public var lastEventID: String { stream?.events.reader.lastEventID ?? reader.lastEventID }

  private let session: HTTPSession
  private let request: HTTPSession.Request
  /// What is known between two connections.
  private var reader: ServerSentEventReader
  private var stream: (response: StreamedResponse, events: EventStream)?
  /// How many times asking has failed since it last succeeded.
  private var failures = 0
  /// How many connections in a row have brought no event.
  private var fruitless = 0
  private var hasBegun = false
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
          fruitless = 0
          return event
        }
      } catch {
        if !Self.mayPass(error) {
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
      if hasBegun { Syscalls.sleep(pause(after: reader.reconnectionTime)) }
      do throws(HTTPException) {
        let response = try ask()
        if response.status == 204 {
          response.close()
          isClosed = true
          return false
        }
        let codings = ContentCodings.names(response.headers)
        if response.status == 200, let coding = codings.first { throw .custom(ContentDecodingError.unknownCoding(coding)) }
        stream = (response, try EventStream(response.response, continuing: reader))
        failures = 0
        fruitless += 1
        hasBegun = true
        return true
      } catch {
        failures += 1
        if !hasBegun || failures > attempts || !Self.mayPass(error) {
          isClosed = true
          throw error
        }
      }
    }
  }

  private func ask() throws(HTTPException) -> StreamedResponse {
    var request = request
    // A coding could hold an event back until the next one comes.
    let usual: HTTPMessage = ["Accept-Encoding": "identity"]
    request.headers = usual.merging(reader.requestHeaders).merging(request.headers)
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

  private static let shortest = Duration.milliseconds(100)

  /// How long to wait, if the server has asked for a time.
  func pause(after wanted: Duration?) -> Duration {
    let usual = wanted.map { min(max($0, Self.shortest), .seconds(600)) } ?? reconnectionTime
    let doublings = min(max(failures, fruitless), 10)
    return doublings == 0 ? usual : max(usual, min(max(min(usual, .seconds(60)), Self.shortest) * (1 << doublings), .seconds(60)))
  }

  /// Whether what failed may be over soon: the network and servers that are being restarted are.
  private static func mayPass(_ error: HTTPException) -> Bool {
    switch error {
    case .custom(let refusal as EventStreamRefusal): [500, 502, 503, 504].contains(refusal.status)
    case .custom, .lineTooLong, .limitExceeded, .cancelled, .deadlineExceeded, .redirect, .invalidURL, .unsupportedScheme: false
    default: error.fault != .caller
    }
  }
}
