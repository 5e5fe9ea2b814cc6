/// What an operation waited for when it timed out.
public enum TimeoutPhase: String, Sendable, Hashable, CaseIterable {
  /// Looking up the server's name.
  case lookingUp = "looking up the name"
  /// Opening the connection.
  case connecting = "connecting"
  /// Waiting for a proxy to open a tunnel, or a SOCKS proxy to connect.
  case tunneling = "opening the tunnel"
  /// The handshake of TLS.
  case handshaking = "shaking hands for TLS"
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
