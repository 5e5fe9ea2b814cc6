import HTTPWire

/// Shows on standard error what connections do (`-v`).
struct Narrator {
  let console: Console
  /// Whether certificates of servers and of proxies are not verified.
  let isInsecure: Bool
  let isProxyInsecure: Bool

  /// Tells of an event. `isAtProxy` says whether a handshake is one with the proxy.
  func tell(_ event: ConnectionEvent, isAtProxy: Bool) {
    switch event {
    case .connected(let address, let local): note("Connected to \(address)" + (local.map { " from " + $0 } ?? ""))
    case .connectFailed(let address, let error): note("Could not connect to \(address): \(Complaint(error).text)")
    case .reused: note("The connection is used again")
    case .socksBegan(let proxy): note("The SOCKS proxy \(proxy) is asked to connect")
    case .tunnelRequested(let head), .requestBegan(let head): show("> ", MessageHead.lines(of: head))
    case .tunnelAnswered(let head), .interimResponse(let head), .responseBegan(let head): show("< ", MessageHead.lines(of: head))
    case .responseEnded(let trailers): if let trailers { show("< ", MessageHead.lines(of: trailers)) }
    case .closed(let reasons): note(reasons.isEmpty ? "The connection is closed" : "The connection is closed: \(reasons)")
    default: tellHandshake(event, isAtProxy)
    }
  }

  /// Shows a line about what was done.
  func note(_ text: String) { console.line("* " + text) }

  private func tellHandshake(_ event: ConnectionEvent, _ isAtProxy: Bool) {
    #if TLS
    guard case .handshakeEnded(let facts) = event else { return }
    for line in facts.lines(isAtProxy ? "the proxy" : "the server", !(isAtProxy ? isProxyInsecure : isInsecure)) { note(line) }
    #endif
  }

  private func show(_ mark: String, _ lines: [[UInt8]]) {
    for line in lines { console.line(mark + TerminalText.escaped(line)) }
  }
}
