import HTTPWire

/// Opens the streams of the command's connection.
struct Dialer {
  let unixSocket: String?
  let connectTimeout: Duration?
  let deadline: Deadline
  let meter: Meter
  /// Told what was connected to.
  let note: (String) -> Void

  /// Connects, for no longer than `--connect-timeout` and the rest of `--max-time` allow for each address.
  func open(_ target: ConnectionTarget) throws(HTTPException) -> any ByteStream {
    let start = Syscalls.monotonicTime()
    let stream = try connect(target)
    meter.connected(after: Syscalls.monotonicTime() - start)
    note("Connected to \(stream.peerAddress ?? "?")" + (stream.localAddress.map { " from " + $0 } ?? ""))
    return MeteredStream(stream, meter, deadline)
  }

  private func connect(_ target: ConnectionTarget) throws(HTTPException) -> SocketStream {
    let timeout = try shorter(connectTimeout, deadline.remaining)
    if let unixSocket { return try UnixConnector.connect(path: unixSocket, timeout: timeout) }
    var target = target
    target.timeout = timeout
    return try TCPConnector.connect(to: target)
  }

  private func shorter(_ one: Duration?, _ other: Duration?) throws(HTTPException) -> Duration? {
    if other == .zero { throw .timedOut(.connecting) }
    guard let one, let other else { return one ?? other }
    return min(one, other)
  }
}
