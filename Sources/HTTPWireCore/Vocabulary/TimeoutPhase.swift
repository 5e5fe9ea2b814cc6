/// What an operation waited for when it timed out.
public enum TimeoutPhase: String, Sendable, Hashable, CaseIterable {
  /// Opening the connection.
  case connecting = "connecting"
  /// Sending a request head or body.
  case sending = "sending the request"
  /// Waiting for the first byte of a reply.
  case waitingForResponse = "waiting for the response"
  /// Waiting for the rest of a response head.
  case readingHead = "reading the response head"
  /// Waiting for the rest of a response body.
  case readingBody = "reading the response body"
  /// Reading a stream outside of any response.
  case reading = "reading"
}
