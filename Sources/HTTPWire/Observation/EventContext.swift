/// To what an event belongs, and when it happened.
public struct EventContext: Sendable, Hashable {
  /// The number of the exchange, which the connection counts from 1 on. A request that is sent again is another exchange, and a `connect()`
  /// of its own counts as one. With observers that were set in the middle of an exchange, it is that of an earlier one, or 0.
  public let exchange: Int
  /// The number of the stream, counted from 1 on: each opening has the next one. A response that closes the connection is read from its
  /// stream while the next request may have another.
  public let stream: Int
  /// When it happened, on the monotonic clock.
  public let time: ContinuousClock.Instant
}
