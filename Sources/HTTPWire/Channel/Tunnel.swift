/// Asks a proxy for a tunnel.
extension TunnelPlan {
  /// How long a refusing proxy may take for the page that says why: it came with the head, or is not worth waiting for.
  private static let refusalTime = Duration.seconds(2)

  /// Asks the proxy at the other end of a stream for the tunnel, and hands over the fields of what it said, whatever that was.
  ///
  /// Throws `tunnelRefused` with the proxy's reply when that is no success, `unexpectedTunnelData` when bytes follow the reply, since
  /// neither side of the tunnel can have spoken yet and they must have been put there by the proxy or on the way; and what reading and
  /// writing throw.
  func open(
    over stream: any ByteStream, version: HTTPVersion, timeout: Duration?, leniency: ParsingLeniency, limits: ParsingLimits,
    debug: DebugOutput?, onReply: (HTTPMessage) -> Void
  ) throws(HTTPException) {
    let channel = Channel(
      stream, exchange(limits: limits), timeout: timeout, leniency: leniency.subtracting(.tunnelsAsBodies), limits: limits,
      closesStream: false)
    let head = try head(version)
    try channel.start(head)
    if let debug { debug.sent(try shownHead(version).bytes) }
    try channel.write(head.bytes.span)
    var reply = try channel.nextHead()
    while !isAnswer(reply) { reply = try channel.nextHead() }
    debug?.tunnelFields(reply)
    onReply(reply.headers)
    guard isOpened(by: reply) else { throw .tunnelRefused(refusal(reply, channel, leniency)) }
    guard !channel.hasInput, stream.pendingInput() != .bytes else { throw .unexpectedTunnelData }
  }

  /// The proxy's refusal, with as much of its body as is worth keeping: a page for people, usually. What can't be read of it takes
  /// nothing from what the proxy said.
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
