/// What was being waited for when a timeout struck.
public enum TimeoutPhase: String, Sendable, Hashable, CaseIterable {
  /// Opening the connection.
  case connecting = "connecting"
  /// Sending a request head or body.
  case sending = "sending the request"
  /// Waiting for the first byte of a reply.
  case waitingForResponse = "waiting for the response"
  /// In the middle of a response head.
  case readingHead = "reading the response head"
  /// In the middle of a response body.
  case readingBody = "reading the response body"
  /// Reading a stream outside of any response.
  case reading = "reading"
}
