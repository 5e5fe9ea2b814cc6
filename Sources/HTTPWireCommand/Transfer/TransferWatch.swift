import HTTPWireSession

/// Hears what the connections of one thread do, keeps the facts of the transfer under way, and tells whoever shows something.
///
/// It is `@unchecked Sendable` because a session wants that of observers. The session belongs to one thread, and so does the watch.
final class TransferWatch: @unchecked Sendable {
  /// The facts of the transfer under way.
  var facts: TransferFacts
  /// The connection that was used last, for what only it knows.
  private(set) var connection: HTTPConnection?
  /// How far the last opening came.
  private(set) var stage = Stage.begun
  /// Called with the head of each response as it comes.
  var onHead: ((ResponseHead) -> Void)?
  private var start = ContinuousClock.now
  private let narrator: Narrator?
  private let progress: Progress?
  /// Keeps what is sent to the rate of `--limit-rate`; what is received is kept to it where it is read.
  private var pace: Pace?
  private let rate: Int?

  /// How far the opening of a connection came.
  enum Stage {
    case begun
    case connected
    /// The proxy was reached, by TLS if it speaks that.
    case reached
    case ready
  }

  init(_ facts: TransferFacts, narrator: Narrator?, progress: Progress?, rate: Int?) {
    self.facts = facts
    self.rate = rate
    self.narrator = narrator
    self.progress = progress
  }

  /// Starts over with another transfer or attempt.
  func begin(_ facts: TransferFacts) {
    self.facts = facts
    connection = nil
    pace = rate.map { Pace(mostASecond: $0) }
    start = .now
    progress?.begin(.receiving, total: nil)
  }

  /// Notes the end of the transfer.
  func end() {
    facts.times.total = start.duration(to: .now)
    connection = nil
    progress?.end()
  }

  /// Notes that a body is about to come.
  func beginBody(length: UInt64?) { progress?.begin(.receiving, total: length.map { Int64(clamping: $0) }) }

  fileprivate func observe(_ event: ConnectionEvent, _ context: EventContext, from source: ConnectionWatch) {
    connection = source.connection
    narrator?.tell(event, isAtProxy: stage == .connected)
    let now = start.duration(to: context.time)
    switch event {
    case .requestPrepared: if let head = facts.head, 300..<400 ~= head.status { facts.times.redirect = now }
    case .opening:
      stage = .begun
      facts.isReused = false
    case .reused:
      stage = .ready
      facts.isReused = true
      (facts.peer, facts.local) = source.addresses
      #if TLS
      facts.tls = source.tls
      #endif
    case .lookUpEnded: facts.times.lookUp = now
    case .connected(let peer, let local):
      facts.connections += 1
      stage = source.usesTLSProxy ? .connected : .reached
      (facts.peer, facts.local) = (peer, local)
      source.addresses = (peer, local)
      facts.times.connect = now
    case .socksEnded: facts.times.tunnel = now
    case .tunnelRequested(let head): facts.sentHeadBytes += head.count
    case .tunnelAnswered(let head):
      facts.times.tunnel = now
      facts.tunnelStatus = head.status
      take(head)
    case .opened: stage = .ready
    default: observeExchange(event, now, source)
    }
  }

  private func observeExchange(_ event: ConnectionEvent, _ now: Duration, _ source: ConnectionWatch) {
    switch event {
    case .requestBegan(let head):
      facts.sentHeadBytes += head.count
      facts.method = String(decoding: head.prefix { $0 != 0x20 }, as: UTF8.self)
      facts.times.request = now
      facts.times.firstByte = nil
      facts.sentBodyBytes = 0
      facts.receivedBodyBytes = 0
    case .bytesSent(let count): if stage == .ready { pace?.wait(after: count) }
    case .bytesReceived(let count):
      if stage == .ready, count > 0, facts.times.firstByte == nil { facts.times.firstByte = now }
    case .bodySent(let count):
      facts.sentBodyBytes += count
      progress?.advance(.sending, count)
    case .interimResponse(let head): take(head)
    case .responseBegan(let head):
      facts.head = head
      take(head)
    case .bodyReceived(let count):
      facts.receivedBodyBytes += count
      progress?.advance(.receiving, count)
    default: observeHandshake(event, now, source)
    }
  }

  private func observeHandshake(_ event: ConnectionEvent, _ now: Duration, _ source: ConnectionWatch) {
    #if TLS
    guard case .handshakeEnded(let results) = event else { return }
    if stage == .connected {
      stage = .reached
      facts.proxyTLS = results
    } else {
      facts.tls = results
      source.tls = results
      facts.times.tls = now
    }
    #endif
  }

  private func take(_ head: ResponseHead) {
    facts.receivedHeadBytes += head.length
    onHead?(head)
  }
}

/// Tells a watch what one connection does.
final class ConnectionWatch: ConnectionObserver, @unchecked Sendable {
  // As with the watch, all is done in one thread.
  fileprivate private(set) weak var connection: HTTPConnection?
  fileprivate let usesTLSProxy: Bool
  /// The peer's and this side's address, for the later transfers of the connection.
  fileprivate var addresses: (peer: String?, local: String?)
  #if TLS
  /// The results of the handshake with the server, likewise.
  fileprivate var tls: TLSFacts?
  #endif
  private let watch: TransferWatch

  init(_ connection: HTTPConnection, _ watch: TransferWatch) {
    self.connection = connection
    self.watch = watch
    usesTLSProxy = connection.route.proxy?.scheme == .https
  }

  func observe(_ event: ConnectionEvent, _ context: EventContext) {
    watch.observe(event, context, from: self)
  }
}
