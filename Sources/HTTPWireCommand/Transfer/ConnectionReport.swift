import HTTPWire

/// Follows how the command's connection is opened and used: for `-v`, for `--timing`, and to explain errors.
///
/// It is `@unchecked Sendable` because the command uses its connection, and everything here, in one thread.
final class ConnectionReport: ConnectionObserver, @unchecked Sendable {
  /// How far the last opening came.
  enum Progress {
    case begun
    case connected
    /// The proxy was reached, by TLS if it speaks that.
    case reached
    case ready
  }

  private let proxy: ProxyPlan?
  private let isInsecure: Bool
  private let meter: Meter
  /// Called with the lines that `-v` shows; nil without `-v`.
  private let report: ((String) -> Void)?
  /// Called with a line about the TLS connection to the server.
  private let onTLS: (String) -> Void
  private(set) var progress = Progress.begun
  private var start = Duration.zero

  init(_ plan: Fetch.Plan, _ meter: Meter, report: ((String) -> Void)?, onTLS: @escaping (String) -> Void) {
    proxy = plan.proxy
    isInsecure = plan.tls.isInsecure
    self.meter = meter
    self.report = report
    self.onTLS = onTLS
  }

  func observe(_ event: ConnectionEvent, _ context: EventContext) {
    switch event {
    case .opening:
      progress = .begun
      start = Syscalls.monotonicTime()
    case .connected(let address, let local):
      progress = proxy?.server.scheme == .https ? .connected : .reached
      report?("* Connected to \(address)" + (local.map { " from " + $0 } ?? ""))
    case .tunnelRequested(let head), .requestBegan(let head): show("> ", MessageHead.lines(of: head))
    case .tunnelAnswered(let head): show("< ", MessageHead.lines(of: head))
    case .opened:
      progress = .ready
      meter.connected(after: Syscalls.monotonicTime() - start)
    case .bytesSent(let count): if progress == .ready { meter.sent(count) }
    case .bytesReceived: if progress == .ready { meter.sawInput() }
    default: observeHandshake(event)
    }
  }

  private func observeHandshake(_ event: ConnectionEvent) {
    guard let facts = SecureTransport.facts(of: event) else { return }
    let isOfProxy = progress == .connected
    if isOfProxy { progress = .reached } else { onTLS(facts.summary) }
    let isVerified = isOfProxy ? proxy?.tls.isInsecure == false : !isInsecure
    for line in facts.lines(isOfProxy ? "the proxy" : "the server", isVerified) { report?("* " + line) }
  }

  private func show(_ mark: String, _ lines: [[UInt8]]) {
    guard let report else { return }
    for line in lines { report(mark + TerminalText.escaped(line)) }
  }
}
