/// The far end of a CONNECT tunnel and what to tell the proxy about it (`HTTPConnection.set_tunnel`; RFC 9110 section 9.3.6).
struct Tunnel {
  /// The host and port that the proxy is to connect to.
  let target: HostPort
  /// What the CONNECT request is made of each time the connection is opened.
  private let authority: String
  private let fields: HTTPMessage

  /// How long a refusing proxy may take for the page that says why: it came with the head, or is not worth waiting for.
  private static let refusalTime = Duration.seconds(2)

  /// Throws `invalidURL` for a bad host or port and `invalidHeaderName`, `invalidHeaderValue` and `notEncodable` for bad headers
  /// (CVE-2026-1502), so that a tunnel that was set can be asked for.
  init(
    _ host: String, port: Int?, headers: HTTPMessage, defaultPort: Int, leniency: ParsingLeniency
  ) throws(HTTPException) {
    target = try HostPort(host, port: port, defaultPort: defaultPort, leniency: leniency)
    if target.host.isEmpty { throw .invalidURL("a tunnel needs a host: \(PythonRepr.string(host))") }
    // Unlike in a Host field, the port always stands in a CONNECT target (RFC 9112 section 3.2.3).
    authority = try HostPort.field(host: target.host, port: target.port, defaultPort: nil)
    var fields = headers
    if !headers.contains("Host") { fields.add("Host", authority) }
    self.fields = fields
    _ = try head(fields, .http11, leniency)
  }

  private func head(
    _ fields: HTTPMessage, _ version: HTTPVersion, _ leniency: ParsingLeniency
  ) throws(HTTPException) -> RequestHeadWriter {
    var head = RequestHeadWriter(leniency: leniency)
    try head.begin(HTTPMethod.connect, authority, version: version)
    for index in fields.indices {
      do {
        try head.add(fields, at: index)
      } catch {
        throw ProxyCredentials.isField(fields.name(at: index)) ? ProxyCredentials.hidden(in: error) : error
      }
    }
    return head
  }

  /// Asks the proxy at the other end of a stream for the tunnel, and hands over the fields of what it said, whatever that was.
  ///
  /// Throws `tunnelRefused` with the proxy's reply when that is no success, `unexpectedTunnelData` when bytes follow the reply, since
  /// neither side of the tunnel can have spoken yet and they must have been put there by the proxy or on the way; and what reading and
  /// writing throw.
  func open(
    over stream: any ByteStream, version: HTTPVersion, timeout: Duration?, leniency: ParsingLeniency, limits: ParsingLimits,
    debug: DebugOutput?, onReply: (HTTPMessage) -> Void
  ) throws(HTTPException) {
    // What follows a success is the tunnel, whatever length it declares.
    let link = Link(
      stream, timeout: timeout, leniency: leniency.subtracting(.tunnelsAsBodies), limits: limits, closesStream: false,
      needsBodies: false)
    let head = try head(fields, version, leniency)
    try link.start(head.announcement)
    if let debug { debug.sent(try self.head(ProxyCredentials.hidden(in: fields), version, leniency).finished()) }
    try link.write(head.finished().span)
    // CPython takes a 100 for the answer, and so for a refusal.
    let reply = leniency.contains(.interimAsFinal) ? try link.anyReply() : try link.reply { _ in }
    debug?.tunnelFields(reply.head)
    onReply(reply.head.headers)
    guard isSuccess(reply.head, leniency) else { throw .tunnelRefused(refusal(reply, link, leniency)) }
    guard !link.hasInput, stream.pendingInput() != .bytes else { throw .unexpectedTunnelData }
  }

  /// CPython takes 200 only; every 2xx opens a tunnel (RFC 9110 section 9.3.6).
  private func isSuccess(_ reply: ResponseHead, _ leniency: ParsingLeniency) -> Bool {
    leniency.contains(.tunnelsAsBodies) ? reply.status == 200 : 200..<300 ~= reply.status
  }

  /// The proxy's refusal, with as much of its body as is worth keeping: a page for people, usually. What can't be read of it takes
  /// nothing from what the proxy said.
  private func refusal(_ reply: Reply, _ link: Link, _ leniency: ParsingLeniency) -> TunnelRefusal {
    let head = reply.head
    var body: [UInt8] = []
    // To the proxy, any 2xx has opened the tunnel, so that no body follows; nor does one follow an interim response.
    if head.status >= 300 {
      link.endReading(by: Deadline(after: Self.refusalTime))
      let response = HTTPResponse(reply, link: link, leniency: leniency)
      while body.count < TunnelRefusal.bodyLimit, let piece = try? response.read1(TunnelRefusal.bodyLimit - body.count), !piece.isEmpty {
        body += piece
      }
    }
    return TunnelRefusal(status: head.status, reason: head.reason, headers: head.headers, body: body)
  }
}

/// What a program that prints a connection's parts sees of a tunnel: nothing that it tells the proxy.
extension Tunnel: CustomReflectable {
  var customMirror: Mirror { Mirror(self, children: ["target": target]) }
}
