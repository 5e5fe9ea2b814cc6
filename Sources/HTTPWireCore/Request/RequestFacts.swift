/// The properties of a request's head that decide how its body ends and how the response is framed (RFC 9112 section 6).
struct RequestFacts: Sendable, Hashable {
  /// The methods that change how a response is framed. Method names are case-sensitive (RFC 9110 section 9.1).
  enum Method: Sendable, Hashable { case head, connect, other }

  var method = Method.other
  /// Whether the head has `Connection: close`.
  var asksToClose = false
  /// Whether the head has `Upgrade`, so that 101 may come.
  var asksToUpgrade = false
  /// The value of `Content-Length`. Nil if there is none or it is not a number.
  var contentLength: UInt64?
  var hasTransferCoding = false

  /// The length of the request's body in bytes, or nil if a transfer coding marks its end. Without framing fields it is 0: the server
  /// takes any bytes after the head for the next request (RFC 9112 section 6.3 step 7).
  var bodyLength: UInt64? { contentLength ?? (hasTransferCoding ? nil : 0) }
}
