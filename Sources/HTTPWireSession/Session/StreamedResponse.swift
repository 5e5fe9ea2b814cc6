import HTTPWire
import HTTPWireCore

/// A response of a session whose body is read as it arrives.
///
/// Read it to its end, or close it: then its connection is kept for the next request, or closed. Being deallocated closes it, too.
public final class StreamedResponse {
  private let arrival: Arrival
  private let session: HTTPSession
  /// Whether the connection was given back.
  private var isOver = false
  /// The connection's timeout, if it was changed for this response.
  private var usualTimeout: Duration??

  /// The connection's response: its bytes are not decoded.
  public var response: HTTPResponse { arrival.response }
  /// The URL that was requested last.
  public var url: HTTPURL { arrival.url }
  /// The redirections that were followed, the first one first.
  public var history: [HTTPSession.Redirection] { arrival.history }
  /// The status code.
  public var status: Int { response.status }
  /// The reason phrase.
  public var reason: String { response.reason }
  /// The header fields.
  public var headers: HTTPMessage { response.headers }
  /// Whether the status is one of 200 to 299.
  public var isSuccess: Bool { HTTPStatus(rawValue: status).isSuccess }

  init(_ arrival: Arrival, _ session: HTTPSession) {
    self.arrival = arrival
    self.session = session
  }

  deinit { close() }

  /// Abandons the rest of the body. Calling it again has no effect.
  public func close() {
    if isOver { return }
    isOver = true
    if let usualTimeout { arrival.connection.timeout = usualTimeout }
    session.release(arrival.connection, url.origin, after: response)
  }

  /// Sets how long each wait for the next bytes may take; nil for ever. By default it is the configuration's `timeout`.
  public func wait(upTo timeout: Duration?) {
    if isOver { return }
    usualTimeout = usualTimeout ?? .some(arrival.connection.timeout)
    arrival.connection.timeout = timeout
  }

  /// Passes the decoded body to a closure, a block of at most 64 KiB at a time, to its end.
  ///
  /// Throws what reading throws, and `custom` with a `ContentDecodingError` or an error of `body`.
  public func forEachChunk(_ body: ([UInt8]) throws -> Void) throws(HTTPException) {
    defer { close() }
    try arrival.forEachChunk(session, body)
  }

  /// The whole decoded body, of at most `limit` bytes; nil for any number. Throws `limitExceeded` for more, and as
  /// ``forEachChunk(_:)`` does.
  public func read(upTo limit: Int? = nil) throws(HTTPException) -> [UInt8] {
    defer { close() }
    return try arrival.read(session, upTo: limit)
  }
}
