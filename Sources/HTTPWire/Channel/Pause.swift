/// A wait that a canceller can end.
package final class Pause: StreamInterrupter {
  /// A byte in it ends the wait.
  private let pipe: (reading: Int32, writing: Int32)

  private init() throws(HTTPException) { pipe = try Syscalls.openPipe() }

  deinit {
    Syscalls.release(pipe.reading)
    Syscalls.release(pipe.writing)
  }

  package func interrupt() { Syscalls.signal(pipe.writing) }

  /// Waits for a time.
  ///
  /// Throws `cancelled` once the canceller, which is one that was made for requests, is cancelled, and `system` if there is no descriptor
  /// left to wait on.
  package static func wait(_ duration: Duration, _ canceller: Canceller?) throws(HTTPException) {
    guard let canceller else { return Syscalls.sleep(duration) }
    if canceller.isCancelled { throw .cancelled }
    if duration <= .zero { return }
    let pause = try Pause()
    canceller.watchOpening(pause)
    defer { canceller.forget(pause) }
    if try Syscalls.waitUntilReadable(pause.pipe.reading, until: Deadline(after: duration)) { throw .cancelled }
  }
}
