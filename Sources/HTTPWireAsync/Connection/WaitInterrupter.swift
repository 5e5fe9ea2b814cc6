import HTTPWire
import Synchronization

/// Ends a wait that is no stream's when the request is cancelled: for a place, or for the next piece of a body.
final class WaitInterrupter: StreamInterrupter {
  private let flag = Atomic<Bool>(false)
  private let end: @Sendable () -> Void

  init(_ end: @escaping @Sendable () -> Void) { self.end = end }

  var hasInterrupted: Bool { flag.load(ordering: .acquiring) }

  func interrupt() {
    flag.store(true, ordering: .releasing)
    end()
  }
}
