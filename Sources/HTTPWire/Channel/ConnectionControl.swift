/// How long a connection's operations may wait, and who may end a wait. A connection shares it with its channels and their responses, so
/// that a change acts from the next operation on.
final class ConnectionControl {
  /// How long each blocking operation may take; nil for ever.
  var timeout: Duration?
  /// The handle by which the connection's exchanges can be cancelled, once somebody has asked for it.
  private(set) var canceller: Canceller?
  /// Whether there is a canceller. Each operation asks this, and a flag needs no reference count.
  private(set) var hasCanceller = false

  /// How often the connection had been cancelled when the last exchange began.
  private(set) var cancelsSeen = 0

  init(timeout: Duration?) { self.timeout = timeout }

  /// Whether the exchange that began last was cancelled.
  var isCancelled: Bool { hasCanceller && canceller?.hasCancelled(since: cancelsSeen) == true }

  /// Begins an exchange. Returns whether there were cancels since the last one began: they have ended the kept stream.
  func begin() -> Bool {
    guard let canceller else { return false }
    let before = cancelsSeen
    cancelsSeen = canceller.begin()
    return cancelsSeen != before
  }

  func set(_ canceller: Canceller) {
    self.canceller = canceller
    hasCanceller = true
  }
}
