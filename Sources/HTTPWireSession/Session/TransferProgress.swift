/// How far a transfer is.
public struct TransferProgress: Sendable, Hashable {
  /// How many bytes have been transferred, those of an earlier part included.
  public let bytes: Int
  /// How many there are in all; nil if nobody knows.
  public let total: Int?
  /// How many bytes came from an earlier, interrupted transfer.
  public let resumed: Int
  /// How long this transfer has taken so far.
  public let elapsed: Duration

  /// Bytes a second since the transfer began; nil in its first moment.
  public var bytesPerSecond: Double? {
    let seconds = elapsed / .seconds(1)
    return seconds > 0.001 ? Double(bytes - resumed) / seconds : nil
  }

  /// How long the rest takes at this rate; nil if that can't be known.
  public var timeLeft: Duration? {
    guard let total, let rate = bytesPerSecond, rate > 0 else { return nil }
    return .seconds(min(Double(max(0, total - bytes)) / rate, 1e9))
  }

  /// The part that is done, from 0 to 1; nil if the total is not known.
  public var fraction: Double? {
    guard let total else { return nil }
    return total > 0 ? min(1, Double(bytes) / Double(total)) : 1
  }
}
