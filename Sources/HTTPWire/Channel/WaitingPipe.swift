/// A pipe that a thread waits on until another one ends the wait.
final class WaitingPipe: StreamInterrupter {
  private let ends: (reading: Int32, writing: Int32)

  /// Throws `system` if there is no descriptor left.
  init() throws(HTTPException) { ends = try Syscalls.openPipe() }

  deinit {
    Syscalls.release(ends.reading)
    Syscalls.release(ends.writing)
  }

  /// Ends the wait, also one that begins later.
  func interrupt() { Syscalls.signal(ends.writing) }

  /// Waits. Returns whether the wait was ended before the deadline.
  func wait(until deadline: Deadline) throws(HTTPException) -> Bool { try Syscalls.waitUntilReadable(ends.reading, until: deadline) }
}
