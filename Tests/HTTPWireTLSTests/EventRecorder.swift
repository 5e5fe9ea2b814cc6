import HTTPWire
import Synchronization

/// Writes down what it is told of a connection, a word for each event.
final class EventRecorder: ConnectionTap {
  private struct State {
    var words: [String] = []
    var sent: [UInt8] = []
    var received: [UInt8] = []
    var times: [ContinuousClock.Instant] = []
  }

  private let state = Mutex(State())
  /// Called at each event.
  private let onEvent: @Sendable (ConnectionEvent) -> Void

  init(_ onEvent: @escaping @Sendable (ConnectionEvent) -> Void = { _ in }) { self.onEvent = onEvent }

  var words: [String] { state.withLock { $0.words } }
  var sent: [UInt8] { state.withLock { $0.sent } }
  var received: [UInt8] { state.withLock { $0.received } }
  var times: [ContinuousClock.Instant] { state.withLock { $0.times } }

  func forget() { state.withLock { $0 = State() } }

  func observe(_ event: ConnectionEvent, _ context: EventContext) {
    state.withLock {
      $0.times.append(context.time)
      guard let word = Self.word(event) else { return }
      // Progress comes in any number of steps.
      if word != $0.words.last || !word.hasSuffix("…") { $0.words.append(word) }
    }
    onEvent(event)
  }

  func observe(sent bytes: Span<UInt8>, _ context: EventContext) {
    state.withLock { for index in bytes.indices { $0.sent.append(bytes[index]) } }
  }

  func observe(received bytes: Span<UInt8>, _ context: EventContext) {
    state.withLock { for index in bytes.indices { $0.received.append(bytes[index]) } }
  }

  /// The event in a word; nil for bytes, whose number depends on the network.
  private static func word(_ event: ConnectionEvent) -> String? {
    switch event {
    case .requestPrepared: "prepared"
    case .opening: "opening"
    case .lookUpBegan: "look-up"
    case .lookUpEnded: "looked up"
    case .connectBegan: "connecting"
    case .connectFailed: "not connected"
    case .connected: "connected"
    case .tunnelRequested: "CONNECT"
    case .tunnelAnswered(let head): "tunnel \(head.status)"
    case .socksBegan: "SOCKS"
    case .socksEnded: "SOCKS done"
    case .handshakeBegan: "handshake"
    case .opened: "opened"
    case .reused: "reused"
    case .requestBegan: "request"
    case .bytesSent, .bytesReceived: nil
    case .bodySent: "body sent…"
    case .interimResponse(let head): "interim \(head.status)"
    case .responseBegan(let head): "head \(head.status)"
    case .bodyReceived: "body read…"
    case .responseEnded(let trailers): trailers?.isEmpty == false ? "end with trailers" : "end"
    case .failed: "failed"
    case .closed(let reasons): "closed \(reasons)"
    default: "secured"
    }
  }
}
