import Foundation
import Synchronization

/// Runs what may hang, and waits for it at most some seconds; nil if it hangs. The clock is a thread of its own.
func within<Value: Sendable>(
  _ seconds: Double, _ body: @escaping @Sendable () async throws -> Value
) async -> Result<Value, any Error>? {
  await withCheckedContinuation { continuation in
    let isGiven = Mutex(false)
    let give: @Sendable (Result<Value, any Error>?) -> Void = { value in
      let isFirst = isGiven.withLock { (isGiven) in
        defer { isGiven = true }
        return !isGiven
      }
      if isFirst { continuation.resume(returning: value) }
    }
    Task.detached {
      do { give(.success(try await body())) } catch { give(.failure(error)) }
    }
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: seconds)
      give(nil)
    }
  }
}
