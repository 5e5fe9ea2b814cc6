/// Waits that a canceller can end.
package enum Pause {
  /// Waits for a time.
  ///
  /// Throws `cancelled` once the canceller, which is one that was made for requests, is cancelled, and `system` if there is no descriptor
  /// left to wait on.
  package static func wait(_ duration: Duration, _ canceller: Canceller?) throws(HTTPException) {
    guard let canceller else { return Syscalls.sleep(duration) }
    if canceller.isCancelled { throw .cancelled }
    if duration <= .zero { return }
    let pipe = try WaitingPipe()
    canceller.watchOpening(pipe)
    defer { canceller.forget(pipe) }
    if try pipe.wait(until: Deadline(after: duration)) { throw .cancelled }
  }
}
