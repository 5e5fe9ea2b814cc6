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

  func report(_ event: ConnectionEvent) {
    let now = ContinuousClock.now
    for observer in observers { observer.observe(event, at: now) }
  }

  func report(sent bytes: Span<UInt8>) {
    let now = ContinuousClock.now
    for observer in observers { observer.observe(.bytesSent(bytes.count), at: now) }
    for tap in taps { tap.observe(sent: bytes, at: now) }
  }

  func report(received bytes: Span<UInt8>) {
    let now = ContinuousClock.now
    for observer in observers { observer.observe(.bytesReceived(bytes.count), at: now) }
    for tap in taps { tap.observe(received: bytes, at: now) }
  }

  func report(body bytes: Span<UInt8>) {
    let now = ContinuousClock.now
    for observer in observers { observer.observe(.bodyReceived(bytes.count), at: now) }
    for tap in taps { tap.observe(body: bytes, at: now) }
  }
}

extension Observation: Hashable {
  static func == (a: Observation, b: Observation) -> Bool { a === b }

  func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
