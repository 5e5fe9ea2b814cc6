/// The far end of a CONNECT tunnel and what to tell the proxy about it (`HTTPConnection.set_tunnel`; RFC 9110 section 9.3.6).
struct Tunnel {
  /// The host and port that the proxy is to connect to.
  let target: HostPort
  /// The CONNECT request, written once and sent each time the connection is opened.
  private let head: RequestHeadWriter

  /// Throws `invalidURL` for a bad host or port and `invalidHeaderName`, `invalidHeaderValue` and `notEncodable` for bad headers
  /// (CVE-2026-1502), so that a tunnel that was set can be asked for.
  init(
    _ host: String, port: Int?, headers: HTTPMessage, defaultPort: Int, leniency: ParsingLeniency
  ) throws(HTTPException) {
    target = try HostPort(host, port: port, defaultPort: defaultPort, leniency: leniency)
    // Unlike in a Host field, the port always stands in a CONNECT target (RFC 9112 section 3.2.3).
    let authority = try HostPort.field(host: target.host, port: target.port, defaultPort: nil)
    var head = RequestHeadWriter(leniency: leniency)
    try head.begin(HTTPMethod.connect, authority)
    for index in headers.indices { try head.add(headers, at: index) }
    if !headers.contains("Host") { try head.add("Host", authority) }
    self.head = head
  }

  /// Asks the proxy at the other end of a stream for the tunnel. Returns what the proxy said when it opened it.
  ///
  /// Throws `tunnelRefused` with the proxy's reply when that is no success, `unexpectedTunnelData` when bytes follow the reply, since
  /// neither side of the tunnel can have spoken yet and they must have been put there by the proxy or on the way; and what reading and
  /// writing throw.
  func open(
    over stream: any ByteStream, timeout: Duration?, leniency: ParsingLeniency, limits: ParsingLimits, debug: DebugOutput?
  ) throws(HTTPException) -> HTTPMessage {
    let link = Link(stream, timeout: timeout, leniency: leniency, limits: limits, closesStream: false)
    try link.start(head)
    let request = head.finished()
    debug?.sent(request)
    try request.withRawSpan { (bytes: RawSpan) throws(HTTPException) in try link.write(bytes) }
    try link.finishRequest()
    let reply = try link.nextHead { _ in }
    debug?.tunnelFields(reply)
    guard isSuccess(reply, leniency) else { throw .tunnelRefused(try refusal(reply, link, leniency)) }
    guard !link.hasInput else { throw .unexpectedTunnelData }
    return reply.headers
  }

  /// CPython takes 200 only; every 2xx opens a tunnel (RFC 9110 section 9.3.6).
  private func isSuccess(_ reply: ResponseHead, _ leniency: ParsingLeniency) -> Bool {
    leniency.contains(.tunnelsAsBodies) ? reply.status == 200 : 200..<300 ~= reply.status
  }

  /// The proxy's refusal, with as much of its body as is worth keeping: a page for people, usually.
  private func refusal(
    _ reply: ResponseHead, _ link: Link, _ leniency: ParsingLeniency
  ) throws(HTTPException) -> TunnelRefusal {
    let response = HTTPResponse(answering: reply, link: link, leniency: leniency)
    // What can't be read of the body takes nothing from what the proxy said.
    let body = (try? response.read(TunnelRefusal.bodyLimit)) ?? []
    return TunnelRefusal(status: reply.status, reason: reply.reason, headers: reply.headers, body: body)
  }
}
