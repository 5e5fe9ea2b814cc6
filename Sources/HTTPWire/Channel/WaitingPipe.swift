/// A pipe that a thread waits on until another one ends the wait.
package final class WaitingPipe: StreamInterrupter {
  private let ends: (reading: Int32, writing: Int32)

  /// Throws `system` if there is no descriptor left.
  package init() throws(HTTPException) { ends = try Syscalls.openPipe() }

  deinit {
    Syscalls.release(ends.reading)
    Syscalls.release(ends.writing)
  }

  /// Ends the wait, also one that begins later.
  package func interrupt() { Syscalls.signal(ends.writing) }

  /// Waits. Returns whether the wait was ended before the deadline.
  func wait(until deadline: Deadline) throws(HTTPException) -> Bool { try Syscalls.waitUntilReadable(ends.reading, until: deadline) }

  /// Waits likewise, or until a connection has what it needs.
  package func wait(orFor needs: PollingNeeds) throws(HTTPException) -> Bool {
    try Syscalls.wait(
      for: needs.descriptor, reading: needs.reads, writing: needs.sends, orFor: ends.reading, until: Deadline(after: needs.time))
  }

  /// Lets the next wait begin anew, after this one was ended.
  package func reset() { Syscalls.drain(ends.reading) }
}
