/// How many connections a session keeps for later requests, and for how long.
public struct ConnectionLimits: Sendable, Hashable {
  /// How many may wait for one server; 0 keeps none.
  public var keptPerOrigin: Int
  /// How many may wait in all; 0 keeps none.
  public var kept: Int
  /// How long one may wait, in whole seconds. It is closed when the session next keeps or takes a connection.
  public var keptFor: Duration

  /// Creates limits.
  public init(keptPerOrigin: Int = 6, kept: Int = 64, keptFor: Duration = .seconds(60)) {
    self.keptPerOrigin = keptPerOrigin
    self.kept = kept
    self.keptFor = keptFor
  }
}
