import Synchronization

/// A look-up in a thread of its own, so that the wait for it can end by a deadline or a cancel: `getaddrinfo` itself can't be interrupted.
///
/// A thread whose answer nobody waits for ends when the resolver does. There are at most ``mostThreads`` at a time.
package final class LookUp: Sendable {
  /// The most threads at a time, those left behind included.
  package static let mostThreads = 32
  private static let threads = Atomic<Int>(0)

  /// How many threads are looking something up now, those left behind included.
  package static var runningThreads: Int { threads.load(ordering: .relaxed) }

  private typealias Answer = Result<[SocketAddress], HTTPException>
  private let answer = Mutex<Answer?>(nil)
  private let pipe: WaitingPipe

  private init() throws(HTTPException) { pipe = try WaitingPipe() }

  /// Runs `find` in a thread, and waits for its result at most until the deadline or a cancel.
  ///
  /// Throws `timedOut(.lookingUp)`, `cancelled`, what `find` throws, and `nameResolution` if too many threads are still looking something
  /// up.
  package static func addresses(
    of host: String, until deadline: Deadline, _ canceller: Canceller?,
    _ find: @escaping @Sendable () throws(HTTPException) -> [SocketAddress]
  ) throws(HTTPException) -> [SocketAddress] {
    let lookUp = try LookUp()
    canceller?.watchOpening(lookUp.pipe)
    defer { canceller?.forget(lookUp.pipe) }
    try lookUp.start(host, find)
    let isDone = try lookUp.pipe.wait(until: deadline)
    if canceller?.isCancelled == true { throw .cancelled }
    guard isDone, let answer = lookUp.answer.withLock({ $0 }) else { throw .timedOut(.lookingUp) }
    return try answer.get()
  }

  private func start(
    _ host: String, _ find: @escaping @Sendable () throws(HTTPException) -> [SocketAddress]
  ) throws(HTTPException) {
    guard Self.threads.add(1, ordering: .relaxed).newValue <= Self.mostThreads else {
      Self.threads.subtract(1, ordering: .relaxed)
      throw .nameResolution(
        ResolutionFailure(host: host, code: Syscalls.tryAgain, message: "\(Self.mostThreads) other look-ups have not ended yet"))
    }
    do {
      try SystemThread {
        let found: Answer
        do throws(HTTPException) {
          found = .success(try find())
        } catch {
          found = .failure(error)
        }
        Self.threads.subtract(1, ordering: .relaxed)
        self.answer.withLock { $0 = found }
        self.pipe.interrupt()
      }.detach()
    } catch {
      Self.threads.subtract(1, ordering: .relaxed)
      throw error
    }
  }
}
