// What a connection's observers are told of its channel. The functions are not inlined: they would make the paths longer on which nobody
// is told anything.

extension Channel {
  /// Reports to the observers. They may look at the connection and close it, as a stream may during its calls; what would read or write
  /// throws.
  @inline(never)
  func report(_ event: ConnectionEvent) {
    let wasCallingStream = isCallingStream
    isCallingStream = true
    control.report(event)
    isCallingStream = wasCallingStream
  }

  /// Reports the request that begins, unless it is for a tunnel.
  @inline(never)
  func reportRequest(_ head: RequestHead) {
    if isForRequests { report(.requestBegan(head: head.bytes)) }
  }

  /// Reports an interim head that the connection has taken.
  func reportInterim(_ head: ResponseHead) {
    if isObserved { report(.interimResponse(head)) }
  }

  /// Reports bytes of the request's body that the system has accepted.
  @inline(never)
  func reportBodySent(_ count: Int) {
    if count > 0 { report(.bodySent(count)) }
  }

  /// Reports body bytes that the program has got.
  @inline(__always)
  func reportBody(_ bytes: Span<UInt8>) {
    if isObserved, !bytes.isEmpty { tell(body: bytes) }
  }

  @inline(never)
  private func tell(body bytes: Span<UInt8>) {
    let wasCallingStream = isCallingStream
    isCallingStream = true
    control.tell(body: bytes)
    isCallingStream = wasCallingStream
  }

  /// Reads once from the stream into the input, and reports what has come.
  @inline(never)
  func receiveObserved(_ room: Int, _ phase: TimeoutPhase, _ limit: Duration?) throws(HTTPException) {
    let before = use { $0.input.count }
    try receiveUnobserved(room, phase, limit)
    let received = use { $0.input.contents }
    report(received: received.span.extracting(before...))
  }

  /// Reports bytes that the stream has accepted. The observers can't read or write meanwhile.
  @inline(never)
  func report(sent bytes: Span<UInt8>) {
    let wasCallingStream = isCallingStream
    isCallingStream = true
    control.tell(sent: bytes)
    isCallingStream = wasCallingStream
  }

  /// Reports bytes that have come.
  @inline(never)
  func report(received bytes: Span<UInt8>) {
    let wasCallingStream = isCallingStream
    isCallingStream = true
    control.tell(received: bytes)
    isCallingStream = wasCallingStream
  }
}
