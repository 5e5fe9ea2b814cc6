// What a connection's observers see of its channel. The functions are not inlined: they would make the paths longer on which nobody
// watches.

extension Channel {
  /// A request whose bytes are being sent.
  struct OutgoingRequest {
    let exchange: Int
    /// How many of its bytes are left; nil for all that are sent until the next request begins.
    var left: Int?
    /// The bytes of its body, which count as sent with the last one.
    var body = 0
  }

  /// The exchange whose response is received or read.
  private var answered: Int { waiting.first ?? sending }

  /// The exchange whose request is sent.
  private var sending: Int { outgoing.first?.exchange ?? control.exchange }

  /// Reports an event of the exchange that is answered, or else of the one that is sent. Observers may look at the connection and close it,
  /// as a stream may during its calls; what would read or write throws.
  @inline(never)
  func report(_ event: ConnectionEvent) { report(event, in: answered) }

  private func report(_ event: ConnectionEvent, in exchange: Int) {
    whileRefusing { control.report(event, in: exchange, on: number) }
  }

  /// Lets the observers see bytes of an exchange.
  private func show(in exchange: Int, _ body: (Observation, EventContext) -> Void) {
    let context = control.context(exchange, number)
    whileRefusing { control.reportBytes { body($0, context) } }
  }

  private func whileRefusing(_ body: () -> Void) {
    let wasCallingStream = isCallingStream
    isCallingStream = true
    body()
    isCallingStream = wasCallingStream
  }

  // MARK: Requests

  /// Reports the request that begins, unless it is for a tunnel.
  @inline(never)
  func reportRequest(_ head: RequestHead) {
    if !isForRequests { return }
    outgoing = [OutgoingRequest(exchange: control.exchange)]
    waiting.append(control.exchange)
    report(.requestBegan(head: head.bytes), in: control.exchange)
  }

  /// Reports a request that begins behind others.
  @inline(never)
  func reportBehind(_ head: RequestHead, body: [UInt8]) {
    outgoing.removeAll { $0.left == nil }
    outgoing.append(OutgoingRequest(exchange: control.exchange, left: head.bytes.count + body.count, body: body.count))
    waiting.append(control.exchange)
    report(.requestBegan(head: head.bytes), in: control.exchange)
  }

  /// Reports bytes of the request's body that the system has accepted.
  @inline(never)
  func reportBodySent(_ count: Int) {
    if count > 0 { report(.bodySent(count), in: sending) }
  }

  /// Reports a number of bytes that were sent without being seen.
  @inline(never)
  func reportSent(_ count: Int) {
    if count > 0 { report(.bytesSent(count), in: sending) }
  }

  /// Reports bytes that the stream has accepted, to each request its own.
  @inline(never)
  func report(sent bytes: Span<UInt8>) {
    var rest = bytes
    while !rest.isEmpty {
      let count = min(outgoing.first?.left ?? .max, rest.count)
      let part = rest.extracting(first: count)
      show(in: sending) { $0.report(sent: part, $1) }
      rest = rest.extracting(count...)
      noteOutgoing(count)
    }
  }

  private func noteOutgoing(_ count: Int) {
    guard let left = outgoing.first?.left else { return }
    if left > count { return outgoing[0].left = left - count }
    let body = outgoing[0].body
    if body > 0 { report(.bodySent(body), in: sending) }
    outgoing.removeFirst()
  }

  // MARK: Responses

  /// Reports an interim head.
  func reportInterim(_ head: ResponseHead) {
    if isObserved { report(.interimResponse(head)) }
  }

  /// Reports the head of a final response, and its end if it has no body. Returns the record of its times, if they are taken.
  @inline(never)
  func reportResponse(_ head: ResponseHead) -> TimingRecorder.Record? {
    let record = control.timingRecorder?.record(of: answered)
    report(.responseBegan(head))
    if !isReadingBody { reportEnd(trailers: nil) }
    return record
  }

  /// Reports the end of a response that was read to its end.
  @inline(never)
  func reportEnd(trailers: HTTPMessage?) {
    report(.responseEnded(trailers: trailers))
    waiting = Array(waiting.dropFirst())
  }

  /// Reads once from the stream into the input, and reports what has come.
  @inline(never)
  func receiveObserved(_ room: Int, _ phase: TimeoutPhase, _ limit: Duration?) throws(HTTPException) {
    let before = use { $0.input.count }
    try receiveUnobserved(room, phase, limit)
    let received = use { $0.input.contents }
    report(received: received.span.extracting(before...))
  }

  /// Reports bytes that have come.
  @inline(never)
  func report(received bytes: Span<UInt8>) {
    show(in: answered) { $0.report(received: bytes, $1) }
  }

  /// Reports body bytes that the program has got.
  @inline(never)
  private func report(body bytes: Span<UInt8>) {
    if !bytes.isEmpty { show(in: answered) { $0.report(body: bytes, $1) } }
  }

  /// Reads body bytes and reports them, also if the read fails behind them.
  @inline(never)
  func readBodyObserved(into output: inout OutputSpan<UInt8>, large: Bool) throws(HTTPException) {
    let before = output.count
    do {
      try readBodyUnobserved(into: &output, large: large)
    } catch {
      report(body: output.span.extracting(before...))
      throw error
    }
    report(body: output.span.extracting(before...))
  }

  /// Lets `read` append body bytes to `bytes`, and reports them likewise.
  @inline(never)
  func readObserved(
    into bytes: inout [UInt8], _ read: (inout [UInt8]) throws(HTTPException) -> Void
  ) throws(HTTPException) {
    let before = bytes.count
    do {
      try read(&bytes)
    } catch {
      report(body: bytes.span.extracting(before...))
      throw error
    }
    report(body: bytes.span.extracting(before...))
  }
}
