extension TunnelPlan {
  /// How long to wait for the body of a refusal. It usually comes with the head, and is not worth a longer wait.
  private static let refusalTime = Duration.seconds(2)

  /// Asks the proxy at the other end of `stream` for the tunnel. Calls `onReply` with the reply's fields, whether the proxy agrees or not.
  ///
  /// Throws `tunnelRefused` with the proxy's reply if it is not a success. Throws `unexpectedTunnelData` if bytes follow the reply:
  /// neither side of the tunnel can have spoken yet, so the proxy or somebody on the way has added them. Also throws what reading and
  /// writing throw.
  func open(
    over stream: any ByteStream, version: HTTPVersion, control: ConnectionControl, deadline: ExchangeDeadline?, leniency: ParsingLeniency,
    limits: ParsingLimits, debug: DebugOutput?, onReply: (HTTPMessage) -> Void
  ) throws(HTTPException) {
    let channel = Channel(
      stream, exchange(limits: limits), control: control, leniency: leniency.subtracting(.tunnelsAsBodies), limits: limits,
      closesStream: false, isForRequests: false)
    channel.setDeadline(deadline)
    let head = try head(version)
    try channel.start(head)
    if let debug { debug.sent(try shownHead(version).bytes) }
    if control.isObserved {
      let shown = try shownHead(version).bytes
      channel.report(.tunnelRequested(head: shown))
    }
    try channel.write(head.bytes.span)
    var reply = try channel.nextHead()
    while !isAnswer(reply) { reply = try channel.nextHead() }
    debug?.tunnelFields(reply)
    if control.isObserved { channel.report(.tunnelAnswered(reply)) }
    onReply(reply.headers)
    guard isOpened(by: reply) else { throw .tunnelRefused(refusal(reply, channel, leniency)) }
    guard !channel.hasInput, stream.pendingInput() != .bytes else { throw .unexpectedTunnelData }
  }

  /// The proxy's refusal, with the first part of its body, which is usually a page for people. An error while the body is read is ignored:
  /// the refusal is what matters.
  private func refusal(_ head: ResponseHead, _ channel: Channel, _ leniency: ParsingLeniency) -> TunnelRefusal {
    var body: [UInt8] = []
    if hasBody(head) {
      channel.endReading(by: Deadline(after: Self.refusalTime))
      let response = HTTPResponse(head, on: channel, leniency: leniency)
      while body.count < TunnelRefusal.bodyLimit, let piece = try? response.read1(TunnelRefusal.bodyLimit - body.count), !piece.isEmpty {
        body += piece
      }
    }
    return TunnelRefusal(status: head.status, reason: head.reason, headers: head.headers, body: body)
  }
}
