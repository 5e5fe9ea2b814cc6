import HTTPWire
import HTTPWireCore
import HTTPWireInflate

/// A response of a session whose body is read as it arrives.
///
/// Read it to its end, or close it: then its connection is kept for the next request, or closed. Being deallocated closes it, too.
public final class StreamedResponse {
  /// The connection's response: its bytes are not decoded.
  public let response: HTTPResponse
  /// The URL that was requested last.
  public let url: HTTPURL
  /// The redirections that were followed, the first one first.
  public let history: [HTTPSession.Redirection]
  private let session: HTTPSession
  /// The connection until it is given back.
  private var connection: HTTPConnection?
  /// The connection's timeout, if it was changed for this response.
  private var usualTimeout: Duration??

  /// The status code.
  public var status: Int { response.status }
  /// The reason phrase.
  public var reason: String { response.reason }
  /// The header fields.
  public var headers: HTTPMessage { response.headers }
  /// Whether the status is one of 200 to 299.
  public var isSuccess: Bool { HTTPStatus(rawValue: status).isSuccess }

  init(
    _ response: HTTPResponse, _ url: HTTPURL, _ history: [HTTPSession.Redirection], _ connection: HTTPConnection, _ session: HTTPSession
  ) {
    self.response = response
    self.url = url
    self.history = history
    self.connection = connection
    self.session = session
  }

  deinit { close() }

  /// Abandons the rest of the body. Calling it again has no effect.
  public func close() {
    guard let connection else { return }
    self.connection = nil
    if let usualTimeout { connection.timeout = usualTimeout }
    session.release(connection, url.origin, after: response)
  }

  /// Sets how long each wait for the next bytes may take; nil for ever. By default it is the configuration's `timeout`.
  public func wait(upTo timeout: Duration?) {
    guard let connection else { return }
    usualTimeout = usualTimeout ?? .some(connection.timeout)
    connection.timeout = timeout
  }

  /// Passes the decoded body to a closure, a block of at most 64 KiB at a time, to its end.
  ///
  /// Throws what reading throws, and `custom` with a `ContentDecodingError` or an error of `body`.
  public func forEachChunk(_ body: ([UInt8]) throws -> Void) throws(HTTPException) {
    defer { close() }
    guard let decoder = try decoder() else { return try response.forEachChunk { (block) throws in try body(block) } }
    do {
      try response.forEachChunk { (block) throws in try decoder.decode(block, to: body) }
      try decoder.finish()
    } catch {
      throw HTTPException(error)
    }
  }

  /// The whole decoded body, of at most `limit` bytes; nil for any number. Throws `limitExceeded` for more, and as
  /// ``forEachChunk(_:)`` does.
  public func read(upTo limit: Int? = nil) throws(HTTPException) -> [UInt8] {
    let limit = max(0, limit ?? .max)
    if response.headers.contains("Content-Encoding"), session.configuration.decodesContent {
      var whole: [UInt8] = []
      try forEachChunk { block in
        if whole.count + block.count > limit { throw HTTPException.limitExceeded(what: "bytes of a body", limit: limit) }
        whole += block
      }
      return whole
    }
    defer { close() }
    let whole = limit == .max ? try response.read() : try response.read(limit)
    if whole.count == limit, !response.isClosed, try !response.read1(1).isEmpty {
      throw .limitExceeded(what: "bytes of a body", limit: limit)
    }
    return whole
  }

  /// What undoes the body's codings; nil if there are none.
  private func decoder() throws(HTTPException) -> ContentDecoder? {
    let configuration = session.configuration
    guard configuration.decodesContent, !response.isClosed, response.headers.contains("Content-Encoding") else { return nil }
    do {
      return ContentDecoder(
        try ContentCodings(response.headers, unknown: configuration.unknownCodings), limits: configuration.decoding)
    } catch {
      throw .custom(error)
    }
  }

  /// The whole response, with a body of at most the configuration's limit.
  func whole() throws(HTTPException) -> HTTPSession.Response {
    let body = try read(upTo: session.configuration.bodyLimit)
    return HTTPSession.Response(
      status: response.status, reason: response.reason, url: url, headers: response.headers, trailers: response.trailers, history: history,
      body: body)
  }
}
