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

  /// Who is told what happens; nil if nobody is.
  var observation: Observation? {
    didSet { isObserved = observation != nil }
  }
  /// The observer that takes the times of exchanges, if that is asked for.
  var timingRecorder: TimingRecorder?
  /// Whether there is an observer. Each operation asks this flag, and does no more if it is false.
  private(set) var isObserved = false

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

  /// Whether an observer is being called, which must not use the connection meanwhile.
  private(set) var isReporting = false

  /// Reports to the observers, if there are any.
  @inline(__always)
  func report(_ event: @autoclosure () -> ConnectionEvent) {
    if isObserved { tell(event()) }
  }

  private func tell(_ event: ConnectionEvent) {
    reporting { observation?.report(event) }
  }

  /// Tells the observers of bytes that were sent.
  func tell(sent bytes: Span<UInt8>) {
    reporting { observation?.report(sent: bytes) }
  }

  /// Tells the observers of bytes that have come.
  func tell(received bytes: Span<UInt8>) {
    reporting { observation?.report(received: bytes) }
  }

  /// Tells the observers of body bytes that the program has got.
  func tell(body bytes: Span<UInt8>) {
    reporting { observation?.report(body: bytes) }
  }

  private func reporting(_ body: () -> Void) {
    let wasReporting = isReporting
    isReporting = true
    body()
    isReporting = wasReporting
  }
}
