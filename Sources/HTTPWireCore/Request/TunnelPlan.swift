/// A CONNECT tunnel: its target, the request to the proxy, and the meaning of the reply (`HTTPConnection.set_tunnel`; RFC 9110 section
/// 9.3.6). It uses no stream.
package struct TunnelPlan: Sendable {
  /// The host and port to which the proxy shall connect.
  package let target: HostPort
  private let authority: String
  private let fields: HTTPMessage
  private let leniency: ParsingLeniency

  /// Checks everything now, so that the request can't fail later. Throws `invalidURL` for a bad host or port, and `invalidHeaderName`,
  /// `invalidHeaderValue` or `notEncodable` for bad headers (CVE-2026-1502).
  package init(
    _ host: String, port: Int?, headers: HTTPMessage, defaultPort: Int, leniency: ParsingLeniency
  ) throws(HTTPException) {
    target = try HostPort(host, port: port, defaultPort: defaultPort, leniency: leniency)
    if target.host.isEmpty { throw .invalidURL("a tunnel needs a host: \(PythonRepr.string(host))") }
    // Unlike a Host field, a CONNECT target always has the port (RFC 9112 section 3.2.3).
    authority = try HostPort.field(host: target.host, port: target.port, defaultPort: nil)
    var fields = headers
    if !headers.contains("Host") { fields.add("Host", authority) }
    self.fields = fields
    self.leniency = leniency
    _ = try head(.http11)
  }

  /// The CONNECT request.
  package func head(_ version: HTTPVersion) throws(HTTPException) -> RequestHead { try head(version, fields) }

  /// The CONNECT request for the debug output, with the credentials hidden.
  package func shownHead(_ version: HTTPVersion) throws(HTTPException) -> RequestHead {
    try head(version, ProxyCredentials.hidden(in: fields))
  }

  private func head(_ version: HTTPVersion, _ fields: HTTPMessage) throws(HTTPException) -> RequestHead {
    var head = try RequestHead(HTTPMethod.connect, authority, version: version, leniency: leniency)
    try head.add(fields)
    return head
  }

  /// The exchange with the proxy. Bytes after a successful reply belong to the tunnel, whatever length the reply declares.
  package func exchange(limits: ParsingLimits) -> ClientExchange {
    ClientExchange(leniency: leniency.subtracting(.tunnelsAsBodies), limits: limits, needsBodies: false)
  }

  /// Whether a head is the proxy's final reply. CPython takes a 100 for the final reply, and so for a refusal.
  package func isAnswer(_ head: ResponseHead) -> Bool { !head.isInterim || leniency.contains(.interimAsFinal) }

  /// Whether the proxy has opened the tunnel. Every 2xx opens one (RFC 9110 section 9.3.6). CPython accepts only 200.
  package func isOpened(by head: ResponseHead) -> Bool {
    leniency.contains(.tunnelsAsBodies) ? head.status == 200 : 200..<300 ~= head.status
  }

  /// Whether a refusal has a body. The proxy has opened the tunnel with any 2xx, so no body follows one. None follows an interim response.
  package func hasBody(_ refusal: ResponseHead) -> Bool { refusal.status >= 300 }
}

/// Shows only the target when a program prints the parts of a connection, and not the credentials.
extension TunnelPlan: CustomReflectable {
  package var customMirror: Mirror { Mirror(self, children: ["target": target]) }
}
