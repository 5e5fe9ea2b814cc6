/// Watches what a connection does: each step on the way to the server, and each message (``HTTPConnection/observers``).
///
/// It is called in the thread of the call that does it, between the steps, and that call waits for it. It must not use the connection,
/// whose calls throw meanwhile; it may close it.
///
/// ```swift
/// final class Narrator: ConnectionObserver {
///   func observe(_ event: ConnectionEvent, _ context: EventContext) { print(context.exchange, event) }
/// }
/// connection.observers = [Narrator()]
/// ```
public protocol ConnectionObserver: AnyObject, Sendable {
  /// Something has happened. `context` says in which exchange, on which stream, and when.
  func observe(_ event: ConnectionEvent, _ context: EventContext)
}

/// An observer that is also shown all bytes: heads, bodies and their framing as HTTP has them, inside TLS and inside a tunnel. Credentials
/// are among them, also those for a proxy. With a tap, files are read by the program instead of being sent by the system.
public protocol ConnectionTap: ConnectionObserver {
  /// The system has accepted these bytes.
  func observe(sent bytes: Span<UInt8>, _ context: EventContext)

  /// These bytes have come.
  func observe(received bytes: Span<UInt8>, _ context: EventContext)

  /// The program has read these bytes of a response's body, without their framing. Does nothing by default.
  func observe(body bytes: Span<UInt8>, _ context: EventContext)
}

extension ConnectionTap {
  /// Does nothing.
  public func observe(body bytes: Span<UInt8>, _ context: EventContext) {}
}
