import Synchronization

/// Takes the times of a connection's exchanges.
final class TimingRecorder: ConnectionObserver {
  /// The times of one exchange, which its response keeps.
  final class Record: Sendable {
    private let state: Mutex<ExchangeTimings>

    init(_ start: ContinuousClock.Instant) { state = Mutex(ExchangeTimings(start: start)) }

    var timings: ExchangeTimings { state.withLock { $0 } }

    fileprivate func change(_ body: (inout ExchangeTimings) -> Void) { state.withLock { body(&$0) } }
  }

  private struct Current {
    /// The exchange that began last.
    var newest: Record?
    /// The exchanges whose requests have begun and whose responses have not ended, the oldest first. Several with pipelining.
    var waiting: [Record] = []
    /// The exchange whose final head came last.
    var answered: Record?
    /// When the step under way began, from the record's start.
    var began = Duration.zero
    /// Whether the newest exchange's request has begun, so that the next one begins another exchange.
    var isUnderWay = false
  }

  private let current = Mutex(Current())

  /// The record of the exchange whose response came last.
  var record: Record? { current.withLock { $0.answered } }

  /// The record of the exchange that began last.
  var newest: Record? { current.withLock { $0.newest } }

  func observe(_ event: ConnectionEvent, at time: ContinuousClock.Instant) {
    current.withLock { current in
      switch event {
      case .opening:
        // A response that is still read has taken its stream along.
        current.waiting = current.waiting.filter { $0 === current.answered }
        begin(&current, time)
      case .reused:
        begin(&current, time)
        current.newest?.change { $0.isReused = true }
      case .requestBegan:
        if current.isUnderWay || current.newest == nil { begin(&current, time) }
        current.isUnderWay = true
        if let newest = current.newest { current.waiting.append(newest) }
        note(current.newest, time) { $0.send = ExchangeTimings.Step(start: $1, end: $1) }
      case .lookUpBegan, .socksBegan, .tunnelRequested, .handshakeBegan: beginStep(&current, time)
      case .lookUpEnded: end(current, time, \.lookUp)
      case .connectBegan: note(current.newest, time) { $0.connect = ExchangeTimings.Step(start: $0.connect?.start ?? $1, end: $1) }
      case .connected: note(current.newest, time) { $0.connect = ExchangeTimings.Step(start: $0.connect?.start ?? $1, end: $1) }
      case .bytesSent: note(current.newest, time) { $0.noteSent($1) }
      // What comes before the request is the proxy's.
      case .bytesReceived(let count) where count > 0: note(current.waiting.first, time) { $0.firstByte = $0.firstByte ?? $1 }
      case .tunnelAnswered, .socksEnded: end(current, time, \.tunnel)
      case .responseBegan:
        current.answered = current.waiting.first { $0 !== current.answered }
        // With pipelining, its first byte may have come with the response before.
        note(current.answered, time) { $0.firstByte = $0.firstByte ?? $1 }
      case .responseEnded:
        note(current.waiting.first, time) { $0.total = $1 }
        current.waiting = Array(current.waiting.dropFirst())
      default: noteHandshake(event, current, time)
      }
    }
  }

  private func begin(_ current: inout Current, _ time: ContinuousClock.Instant) {
    current.newest = Record(time)
    current.isUnderWay = false
  }

  private func noteHandshake(_ event: ConnectionEvent, _ current: Current, _ time: ContinuousClock.Instant) {
    #if TLS
    if case .handshakeEnded = event { end(current, time, \.tls) }
    #endif
  }

  private func beginStep(_ current: inout Current, _ time: ContinuousClock.Instant) {
    guard let record = current.newest else { return }
    current.began = record.timings.start.duration(to: time)
  }

  /// Ends the step that began last.
  private func end(
    _ current: Current, _ time: ContinuousClock.Instant, _ step: WritableKeyPath<ExchangeTimings, ExchangeTimings.Step?>
  ) {
    let began = current.began
    note(current.newest, time) { $0[keyPath: step] = ExchangeTimings.Step(start: began, end: $1) }
  }

  /// Changes the timings. `body` also gets the moment, from their start.
  private func note(
    _ record: Record?, _ time: ContinuousClock.Instant, _ body: (inout ExchangeTimings, Duration) -> Void
  ) {
    guard let record else { return }
    let now = record.timings.start.duration(to: time)
    record.change { body(&$0, now) }
  }
}

extension ExchangeTimings {
  /// Notes that some of the request was sent. What is sent behind the first byte of the response is left out.
  fileprivate mutating func noteSent(_ now: Duration) {
    if let send, firstByte == nil { self.send = Step(start: send.start, end: now) }
  }
}
