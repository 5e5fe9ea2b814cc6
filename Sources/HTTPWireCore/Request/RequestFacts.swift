/// What a request's head says that matters for what follows it: how its own body ends, and how the response is framed
/// (RFC 9112 section 6).
struct RequestFacts: Sendable, Hashable {
  /// The methods that change how a response is framed; their names are case-sensitive (RFC 9110 section 9.1).
  enum Method: Sendable, Hashable { case head, connect, other }

  var method = Method.other
  /// `Connection: close` was sent.
  var asksToClose = false
  /// `Upgrade` was sent, so 101 may come.
  var asksToUpgrade = false
  /// The value of `Content-Length`, where there is one and it is a number.
  var contentLength: UInt64?
  var hasTransferCoding = false

  /// The length of the request's body in bytes; nil when it ends by other means. A head without framing fields announces no body, so
  /// bytes behind it would pass for the next request (RFC 9112 section 6.3 step 7).
  var bodyLength: UInt64? { contentLength ?? (hasTransferCoding ? nil : 0) }
}
