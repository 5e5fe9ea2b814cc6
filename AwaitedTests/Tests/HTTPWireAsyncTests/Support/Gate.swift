import Dispatch
import Foundation

/// Lets one side of a test wait until another has come somewhere.
final class Gate: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)

  /// Lets one waiter pass, now or later.
  func open() { semaphore.signal() }

  /// Blocks the thread until the gate is opened. Returns false after 20 seconds.
  @discardableResult
  func wait() -> Bool { semaphore.wait(timeout: .now() + 20) == .success }

  /// Waits without blocking the thread of a task.
  func pass() async { await inThread { self.wait() } }
}

/// Runs what blocks in a thread of its own: tasks have few threads, and other tests need them.
@discardableResult
func inThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
  await withCheckedContinuation { continuation in
    Thread.detachNewThread { continuation.resume(returning: body()) }
  }
}
