/// How the system checks whether the peer of an idle connection is still there (SO_KEEPALIVE; RFC 9293 section 3.8.4). A connection whose
/// peer does not answer ends with an error of the system.
///
/// Times count in whole seconds, from 1 to 32767. Others are rounded up, or become the nearest of these.
public struct KeepAlive: Sendable, Hashable {
  /// How long nothing is received before the peer is asked for the first time.
  public var idle: Duration
  /// How long to wait for an answer before the peer is asked again. The system says how often that happens.
  public var interval: Duration

  /// Makes the settings; by default those of the `curl` command, a minute each.
  public init(idle: Duration = .seconds(60), interval: Duration = .seconds(60)) {
    self.idle = idle
    self.interval = interval
  }

  /// A time in the system's unit.
  static func seconds(_ time: Duration) -> Int32 {
    let (seconds, attoseconds) = max(.seconds(1), min(time, .seconds(32_767))).components
    return Int32(clamping: attoseconds > 0 ? seconds + 1 : seconds)
  }
}
