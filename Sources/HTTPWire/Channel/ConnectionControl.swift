/// How long a connection's operations may wait, who may end a wait, and who observes them. A connection shares it with its channels and
/// their responses, so that a change acts from the next operation on.
final class ConnectionControl {
  /// How long each blocking operation may take; nil for ever.
  var timeout: Duration?
  /// The handle by which the connection's exchanges can be cancelled, once somebody has asked for it.
  private(set) var canceller: Canceller?
  /// Whether there is a canceller. Each operation asks this, and a flag needs no reference count.
  private(set) var hasCanceller = false

  /// How often the connection had been cancelled when the last exchange began.
  private(set) var cancelsSeen = 0

  /// Whether waits take no time: an operation that would wait throws `timedOut`, and can be repeated (see ``wouldWait(_:)``). It is
  /// for a connection with a canceller.
  var isPolling = false
  /// Whether the wait between two tries of an operation has lasted as long as the operation may.
  var hasWaitedTooLong = false

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

  /// The canceller of the session's request that is under way; nil if the request has none.
  private(set) var lentCanceller: Canceller?
  /// What ``canceller`` and ``cancelsSeen`` were before another canceller was lent.
  private var own: (canceller: Canceller?, cancelsSeen: Int) = (nil, 0)

  /// Takes another canceller for a while.
  func lend(_ other: Canceller) {
    if lentCanceller == nil { own = (canceller, cancelsSeen) }
    lentCanceller = other
    cancelsSeen = other.begin()
    set(other)
  }

  /// Takes back its own canceller, if it had one.
  func endLending() {
    lentCanceller = nil
    (canceller, cancelsSeen) = own
    hasCanceller = canceller != nil
  }

  // MARK: Reports

  /// The numbers of the exchange and of the stream that began last; see ``EventContext``.
  private(set) var exchange = 0
  private(set) var stream = 0
  /// Whether an observer is being called, which must not use the connection meanwhile.
  private(set) var isReporting = false
  /// What an observer has caused while it was called. It is reported to all once they have had the event before it.
  private var delayed: [(event: ConnectionEvent, context: EventContext)] = []

  func beginExchange() { exchange += 1 }

  func beginStream() { stream += 1 }

  /// Takes over the observers and numbers of a connection that is being opened.
  func observe(_ target: ConnectionTarget) {
    guard let reporter = target.reporter else { return }
    observation = reporter.observation
    exchange = reporter.exchange
    stream = reporter.stream
  }

  /// Reports to the observers, if there are any. An exchange or stream that is not given is the last one.
  @inline(__always)
  func report(_ event: @autoclosure () -> ConnectionEvent, in exchange: Int? = nil, on stream: Int? = nil) {
    if isObserved { deliver(event(), context(exchange, stream)) }
  }

  /// What belongs to an event that happens now.
  func context(_ exchange: Int?, _ stream: Int?) -> EventContext {
    EventContext(exchange: exchange ?? self.exchange, stream: stream ?? self.stream, time: .now)
  }

  private func deliver(_ event: ConnectionEvent, _ context: EventContext) {
    if isReporting { return delayed.append((event, context)) }
    guard let observation else { return }
    isReporting = true
    observation.report(event, context)
    endReporting()
  }

  /// Lets the observers see bytes.
  func reportBytes(_ body: (Observation) -> Void) {
    guard let observation, !isReporting else { return }
    isReporting = true
    body(observation)
    endReporting()
  }

  private func endReporting() {
    while !delayed.isEmpty {
      let next = delayed.removeFirst()
      observation?.report(next.event, next.context)
    }
    isReporting = false
  }
}
