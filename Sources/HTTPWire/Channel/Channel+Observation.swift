// What a connection's observers are told of its channel.

extension Channel {
  /// Reports to the observers. They may look at the connection and close it, as a stream may during its calls; what would read or write
  /// throws.
  func report(_ event: @autoclosure () -> ConnectionEvent) {
    guard control.isObserved else { return }
    let wasCallingStream = isCallingStream
    isCallingStream = true
    control.report(event())
    isCallingStream = wasCallingStream
  }

  /// Reports body bytes that the program has got.
  @inline(__always)
  func reportBody(_ bytes: Span<UInt8>) {
    if control.isObserved, !bytes.isEmpty { tell(body: bytes) }
  }

  private func tell(body bytes: Span<UInt8>) {
    let wasCallingStream = isCallingStream
    isCallingStream = true
    control.tell(body: bytes)
    isCallingStream = wasCallingStream
  }

  /// Reports the end of a response whose body was read to its end.
  func reportEnd() {
    if control.isObserved { report(.responseEnded(trailers: trailers)) }
  }
}
