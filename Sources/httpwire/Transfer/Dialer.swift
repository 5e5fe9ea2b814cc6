import HTTPWire

/// Opens the streams of the command's connection, and observes how tunnel and TLS are set up on them.
final class Dialer {
  /// How far the last opening came.
  enum Progress {
    case begun
    case connected
    case reached
    case ready
  }

  private let options: ConnectionOptions
  private let proxy: ProxyPlan?
  private let isInsecure: Bool
  private let deadline: Deadline
  private let meter: Meter
  /// Called with the lines that `-v` shows; nil without `-v`.
  private let report: ((String) -> Void)?
  /// Called with a line about the TLS connection to the server.
  private let onTLS: (String) -> Void
  private(set) var progress = Progress.begun
  private var start = Duration.zero
  private var socket: LimitedStream?
  /// The TLS connection to the proxy.
  private var proxyStream: (any ByteStream)?

  init(_ plan: Fetch.Plan, _ deadline: Deadline, _ meter: Meter, report: ((String) -> Void)?, onTLS: @escaping (String) -> Void) {
    options = plan.connection
    proxy = plan.proxy
    isInsecure = plan.tls.isInsecure
    self.deadline = deadline
    self.meter = meter
    self.report = report
    self.onTLS = onTLS
  }

  /// Connects. It waits at most for `--connect-timeout` and the rest of `--max-time`.
  func open(_ target: ConnectionTarget) throws(HTTPException) -> any ByteStream {
    progress = .begun
    start = Syscalls.monotonicTime()
    let stream = try connect(target)
    progress = .connected
    report?("* Connected to \(stream.peerAddress ?? "?")" + (stream.localAddress.map { " from " + $0 } ?? ""))
    let limited = LimitedStream(stream, deadline, opening: Deadline(after: options.connectTimeout?.duration))
    socket = limited
    return limited
  }

  /// Called at each stage of opening.
  func overlay(_ stream: any ByteStream, _ stage: OpeningStage) -> any ByteStream {
    switch stage {
    case .reached:
      progress = .reached
      proxyStream = stream
      tellFacts(of: stream, "the proxy", isVerified: proxy?.tls.isInsecure == false)
      if let report, proxy?.isTunnel == true { return ConnectReportingStream(stream, report: report) }
      return stream
    case .ready:
      progress = .ready
      socket?.endOpening()
      meter.connected(after: Syscalls.monotonicTime() - start)
      if stream !== proxyStream {
        tellFacts(of: stream, "the server", isVerified: !isInsecure)
        if let summary = SecureTransport.summary(of: stream) { onTLS(summary) }
      }
      proxyStream = nil
      return MeteredStream(stream, meter)
    }
  }

  private func tellFacts(of stream: any ByteStream, _ peer: String, isVerified: Bool) {
    guard let report else { return }
    for line in SecureTransport.facts(of: stream, peer, isVerified: isVerified) { report("* " + line) }
  }

  private func connect(_ target: ConnectionTarget) throws(HTTPException) -> SocketStream {
    let timeout = try shorter(options.connectTimeout?.duration, deadline.remaining)
    if let path = options.unixSocket { return try UnixDialer(path: path).connect(timeout: timeout) }
    var target = target
    target.timeout = timeout
    return try TCPDialer().connect(to: target)
  }

  private func shorter(_ one: Duration?, _ other: Duration?) throws(HTTPException) -> Duration? {
    if other == .zero { throw .timedOut(.connecting) }
    guard let one, let other else { return one ?? other }
    return min(one, other)
  }
}
