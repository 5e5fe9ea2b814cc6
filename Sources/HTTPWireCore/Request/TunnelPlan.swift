/// The far end of a CONNECT tunnel, what to tell the proxy about it, and what its reply means (`HTTPConnection.set_tunnel`; RFC 9110
/// section 9.3.6). It touches no stream.
package struct TunnelPlan: Sendable {
  /// The host and port that the proxy is to connect to.
  package let target: HostPort
  private let authority: String
  private let fields: HTTPMessage
  private let leniency: ParsingLeniency

  /// Throws `invalidURL` for a bad host or port and `invalidHeaderName`, `invalidHeaderValue` and `notEncodable` for bad headers
  /// (CVE-2026-1502), so that a tunnel that was set can be asked for.
  package init(
    _ host: String, port: Int?, headers: HTTPMessage, defaultPort: Int, leniency: ParsingLeniency
  ) throws(HTTPException) {
    target = try HostPort(host, port: port, defaultPort: defaultPort, leniency: leniency)
    if target.host.isEmpty { throw .invalidURL("a tunnel needs a host: \(PythonRepr.string(host))") }
    // Unlike in a Host field, the port always stands in a CONNECT target (RFC 9112 section 3.2.3).
    authority = try HostPort.field(host: target.host, port: target.port, defaultPort: nil)
    var fields = headers
    if !headers.contains("Host") { fields.add("Host", authority) }
    self.fields = fields
    self.leniency = leniency
    _ = try head(.http11)
  }

  /// The CONNECT request.
  package func head(_ version: HTTPVersion) throws(HTTPException) -> RequestHead { try head(version, fields) }

  /// The CONNECT request as it is shown: without credentials.
  package func shownHead(_ version: HTTPVersion) throws(HTTPException) -> RequestHead {
    try head(version, ProxyCredentials.hidden(in: fields))
  }

  private func head(_ version: HTTPVersion, _ fields: HTTPMessage) throws(HTTPException) -> RequestHead {
    var head = try RequestHead(HTTPMethod.connect, authority, version: version, leniency: leniency)
    for field in fields {
      do {
        try head.add(field.name, field.value)
      } catch {
        throw ProxyCredentials.isField(field.name) ? ProxyCredentials.hidden(in: error) : error
      }
    }
    return head
  }

  /// The exchange with the proxy. What follows a success is the tunnel, whatever length it declares.
  package func exchange(limits: ParsingLimits) -> ClientExchange {
    ClientExchange(leniency: leniency.subtracting(.tunnelsAsBodies), limits: limits, needsBodies: false)
  }

  /// Whether a head is the proxy's answer. CPython takes a 100 for the answer, and so for a refusal.
  package func isAnswer(_ head: ResponseHead) -> Bool { !head.isInterim || leniency.contains(.interimAsFinal) }

  /// Whether the proxy has opened the tunnel. CPython takes 200 only; every 2xx opens one (RFC 9110 section 9.3.6).
  package func isOpened(by head: ResponseHead) -> Bool {
    leniency.contains(.tunnelsAsBodies) ? head.status == 200 : 200..<300 ~= head.status
  }

  /// Whether a refusal has a body. To the proxy, any 2xx has opened the tunnel, so that no body follows; nor does one follow an interim
  /// response.
  package func hasBody(_ refusal: ResponseHead) -> Bool { refusal.status >= 300 }
}

/// What a program that prints a connection's parts sees of a tunnel: nothing that it tells the proxy.
extension TunnelPlan: CustomReflectable {
  package var customMirror: Mirror { Mirror(self, children: ["target": target]) }
}
