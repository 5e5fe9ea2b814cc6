extension ConnectionTarget {
  /// The deadline of the whole opening.
  var overallEnd: Deadline { Deadline(after: deadline.map { ContinuousClock.now.duration(to: $0) }) }

  /// The moment by which a step of the opening that begins now must be done.
  var stepEnd: Deadline { overallEnd.earlier(after: timeout) }

  /// Runs a step of the opening on a stream that is open already. The target's canceller ends its waits. If the step throws, the stream is
  /// closed.
  ///
  /// Throws `cancelled`, `timedOut` with the phase, and what the step throws.
  func prepare<Result>(
    _ stream: any ByteStream, _ phase: TimeoutPhase, _ step: () throws(HTTPException) -> Result
  ) throws(HTTPException) -> Result {
    canceller?.watchOpening(stream.interrupter, for: stream)
    defer { canceller?.forget(stream) }
    do throws(HTTPException) {
      if canceller?.isCancelled == true { throw HTTPException.cancelled }
      return try step()
    } catch {
      stream.close()
      if canceller?.isCancelled == true { throw .cancelled }
      switch error {
      case .timedOut, .deadlineExceeded: throw .timedOut(phase)
      default: throw error
      }
    }
  }
}
