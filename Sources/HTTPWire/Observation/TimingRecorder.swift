import Synchronization

/// Takes the times of a connection's exchanges.
final class TimingRecorder: ConnectionObserver {
  /// The times of one exchange, which its response keeps.
  final class Record: Sendable {
    fileprivate struct State {
      var timings: ExchangeTimings
      /// When the step under way began.
      var began = Duration.zero
      /// The stream that the request was sent on.
      var stream: Int?
      /// Whether the head of the final response has come.
      var isAnswered = false
    }

    fileprivate let state: Mutex<State>

    fileprivate init(_ start: ContinuousClock.Instant) { state = Mutex(State(timings: ExchangeTimings(start: start))) }

    var timings: ExchangeTimings { state.withLock { $0.timings } }
  }

  /// The exchanges that have not ended, by their numbers.
  private let records = Mutex<[Int: Record]>([:])

  func record(of exchange: Int) -> Record? { records.withLock { $0[exchange] } }

  func observe(_ event: ConnectionEvent, _ context: EventContext) {
    switch event {
    case .requestPrepared: records.withLock { $0[context.exchange] = Record(context.time) }
    case .detached, .closed: records.withLock { $0 = $0.filter { $0.value.state.withLock { $0.stream } != context.stream } }
    default:
      guard let record = record(of: context.exchange) else { return }
      let hasEnded = record.state.withLock { $0.note(event, context) }
      if hasEnded { records.withLock { $0[context.exchange] = nil } }
    }
  }
}

extension TimingRecorder.Record.State {
  /// Notes an event. Returns whether the exchange has ended with it.
  fileprivate mutating func note(_ event: ConnectionEvent, _ context: EventContext) -> Bool {
    let now = timings.start.duration(to: context.time)
    switch event {
    case .reused: timings.isReused = true
    case .lookUpBegan, .socksBegan, .tunnelRequested, .handshakeBegan: began = now
    case .lookUpEnded: timings.lookUp = ExchangeTimings.Step(start: began, end: now)
    case .connectBegan, .connected: timings.connect = ExchangeTimings.Step(start: timings.connect?.start ?? now, end: now)
    case .tunnelAnswered, .socksEnded: timings.tunnel = ExchangeTimings.Step(start: began, end: now)
    case .requestBegan:
      stream = context.stream
      timings.send = ExchangeTimings.Step(start: now, end: now)
    case .bytesSent: noteSent(now)
    case .bytesReceived(let count): if count > 0 { noteReceived(now) }
    case .responseBegan:
      isAnswered = true
      // With pipelining, its first byte may have come with the response before.
      noteReceived(now)
    case .responseEnded:
      timings.total = now
      return true
    // What has begun ends with its stream.
    case .failed: return stream == nil
    default: noteHandshake(event, now)
    }
    return false
  }

  /// What is sent behind the head of the response is left out. What came before it was an interim response, for which the request waited.
  private mutating func noteSent(_ now: Duration) {
    guard let send = timings.send, !isAnswered else { return }
    timings.send = ExchangeTimings.Step(start: send.start, end: now)
    timings.firstByte = nil
  }

  /// What comes before the request is the proxy's.
  private mutating func noteReceived(_ now: Duration) {
    if stream != nil, timings.firstByte == nil { timings.firstByte = now }
  }

  private mutating func noteHandshake(_ event: ConnectionEvent, _ now: Duration) {
    #if TLS
    if case .handshakeEnded = event { timings.tls = ExchangeTimings.Step(start: began, end: now) }
    #endif
  }
}
