/// What is known about a request that failed: whether the server can have acted on it (``HTTPConnection/requestFailure``).
///
/// ```swift
/// do {
///   try connection.request("PUT", "/entry", body: "text")
///   print(try connection.getResponse().status)
/// } catch {
///   guard connection.requestFailure?.isSafeToRetry == true else { throw error }
///   retryLater()
/// }
/// ```
public struct RequestFailure: Sendable, Hashable {
  /// Whether a byte of the request may have reached the server. If none has, the server can't have acted on it.
  public let wasAnythingSent: Bool
  /// Whether sending the request again can do no harm and is possible: nothing was sent, or the method is idempotent (RFC 9110 section
  /// 9.2.2), the body can be sent again, and nothing of a response was seen.
  public let isSafeToRetry: Bool
  /// The proxy at which the request failed, as `host:port`: while it was connected to, asked for a tunnel, or sent a request to forward.
  /// nil without a proxy, and once the tunnel was open. Errors that have no place for a proxy, such as `timedOut` and `remoteDisconnected`,
  /// set it, too.
  public let proxy: String?
}

/// A request as it was asked for, to be sent once more.
final class RepeatableRequest {
  let method: String
  let url: String
  let body: RequestBody?
  let headers: HTTPMessage
  let encodeChunked: Bool
  let deadline: ExchangeDeadline?
  let expectContinue: ExpectContinue?

  init(
    _ method: String, _ url: String, _ body: RequestBody?, _ headers: HTTPMessage, encodeChunked: Bool, _ deadline: ExchangeDeadline?,
    _ expectContinue: ExpectContinue?
  ) {
    self.method = method
    self.url = url
    // What is sent later must start where the first try does.
    self.body = body?.fixed
    self.headers = headers
    self.encodeChunked = encodeChunked
    self.deadline = deadline
    self.expectContinue = expectContinue
  }
}

extension RequestFailure {
  /// Whether a method is idempotent, so that a server may get it twice (RFC 9110 section 9.2.2).
  package static func isIdempotent(_ method: String) -> Bool {
    switch method {
    case "GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE": true
    default: false
    }
  }
}
