import Synchronization

/// Keeps the exchanges of a connection as a ``HARLog``.
///
/// ```swift
/// let recorder = HARRecorder()
/// connection.observers = [recorder]
/// try connection.request("GET", "/")
/// _ = try connection.getResponse().read()
/// try recorder.log.write(to: "session.har")
/// ```
///
/// Each connection needs a recorder of its own: what they hear does not say of which connection it is. ``HARLog/init(joining:)`` makes one
/// log of theirs.
public final class HARRecorder: ConnectionTap {
  private struct State {
    var ledger = ExchangeLedger()
    /// What is known of each exchange beside the ledger, by its number.
    var captures: [Int: HARCapture] = [:]
    /// The entries of the exchanges that have ended, by their number.
    var entries: [Int: HAREntry] = [:]
  }

  /// How many bytes of each body are kept.
  public let bodyLimit: Int
  /// Whether credentials are replaced by `***`.
  public let masksCredentials: Bool

  private let state = Mutex(State())
  private let timing = TimingRecorder()

  /// Makes a recorder that has nothing yet.
  ///
  /// - Parameters:
  ///   - bodyLimit: How many bytes of each body to keep; 0 for none.
  ///   - masksCredentials: Whether to replace the values of `Authorization`, `Proxy-Authorization`, `Cookie` and `Set-Cookie` by `***`.
  ///     What is in other fields, in a URL's query or in a body is kept as it is.
  public init(bodyLimit: Int = 1 << 20, masksCredentials: Bool = true) {
    self.bodyLimit = max(0, bodyLimit)
    self.masksCredentials = masksCredentials
  }

  /// The exchanges so far. One that is under way is in it as far as it has come, with a comment.
  public var log: HARLog {
    let now = ContinuousClock.now
    return state.withLock { state in
      var entries = state.entries
      for exchange in state.ledger.open { entries[exchange.id] = entry(exchange, state, now) }
      return HARLog(entries: entries.sorted { $0.key < $1.key }.map(\.value))
    }
  }

  /// Forgets the exchanges that have ended.
  public func removeAll() { state.withLock { $0.entries = [:] } }

  /// Notes an event of the connection.
  public func observe(_ event: ConnectionEvent, _ context: EventContext) {
    timing.observe(event, context)
    state.withLock { state in
      let change = state.ledger.note(event, context)
      if let begun = change.begun {
        state.captures[begun.id] = HARCapture(
          begun.request, startedMilliseconds: Syscalls.wallClockMilliseconds(), record: timing.record(of: begun.id), limit: bodyLimit)
      }
      if case .requestBegan = event { state.captures[context.exchange]?.isSending = true }
      for exchange in change.ended {
        state.entries[exchange.id] = entry(exchange, state, context.time)
        state.captures[exchange.id] = nil
      }
    }
  }

  /// Keeps the body of a request.
  public func observe(sent bytes: Span<UInt8>, _ context: EventContext) {
    state.withLock { $0.captures[context.exchange]?.addSent(bytes) }
  }

  /// Does nothing: the heads come as events.
  public func observe(received bytes: Span<UInt8>, _ context: EventContext) {}

  /// Keeps the body of a response.
  public func observe(body bytes: Span<UInt8>, _ context: EventContext) {
    state.withLock { $0.captures[context.exchange]?.addReceived(bytes) }
  }

  private func entry(_ exchange: ObservedExchange, _ state: State, _ now: ContinuousClock.Instant) -> HAREntry {
    let capture = state.captures[exchange.id] ?? HARCapture(exchange.request, startedMilliseconds: 0, record: nil, limit: 0)
    return HAREntry(exchange, capture, now: now, masked: masksCredentials)
  }
}
