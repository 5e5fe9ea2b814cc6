/// A connection's observers.
final class Observation: Sendable {
  private let observers: [any ConnectionObserver]
  private let taps: [any ConnectionTap]

  init(_ observers: [any ConnectionObserver]) {
    self.observers = observers
    taps = observers.compactMap { $0 as? any ConnectionTap }
  }

  /// Whether somebody wants to see all bytes.
  var isTapped: Bool { !taps.isEmpty }

  func report(_ event: ConnectionEvent, _ context: EventContext) {
    for observer in observers { observer.observe(event, context) }
  }

  func report(sent bytes: Span<UInt8>, _ context: EventContext) {
    report(.bytesSent(bytes.count), context)
    for tap in taps { tap.observe(sent: bytes, context) }
  }

  func report(received bytes: Span<UInt8>, _ context: EventContext) {
    report(.bytesReceived(bytes.count), context)
    for tap in taps { tap.observe(received: bytes, context) }
  }

  func report(body bytes: Span<UInt8>, _ context: EventContext) {
    report(.bodyReceived(bytes.count), context)
    for tap in taps { tap.observe(body: bytes, context) }
  }
}

extension Observation: Hashable {
  static func == (a: Observation, b: Observation) -> Bool { a === b }

  func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
