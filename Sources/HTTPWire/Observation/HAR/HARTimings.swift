/// How long the steps of a ``HAREntry`` took. A step that did not take place is nil, which is -1 in JSON.
public struct HARTimings: Sendable, Hashable {
  /// The time that belongs to no other step, such as between opening the connection and the request.
  public var blocked: Duration?
  /// Looking up the name.
  public var dns: Duration?
  /// Connecting, with the tunnel and TLS.
  public var connect: Duration?
  /// Sending the request.
  public var send = Duration.zero
  /// From the request's last byte to the response's first.
  public var wait = Duration.zero
  /// Reading the response.
  public var receive = Duration.zero
  /// The handshake of TLS, which is a part of ``connect``.
  public var ssl: Duration?

  /// The sum of all steps.
  public var total: Duration { (blocked ?? .zero) + (dns ?? .zero) + (connect ?? .zero) + send + wait + receive }

  /// The timings of an exchange that took `total`. All are whole microseconds, so that their sum is exact in JSON, too.
  init(_ timings: ExchangeTimings, total: Duration) {
    dns = timings.lookUp.map { Self.whole($0.start, $0.end) }
    ssl = timings.tls.map { Self.whole($0.start, $0.end) }
    if let connect = timings.connect ?? timings.tunnel ?? timings.tls {
      self.connect = Self.whole(connect.start, [connect.end, timings.tunnel?.end, timings.tls?.end].compactMap { $0 }.max() ?? connect.end)
    }
    if let send = timings.send {
      self.send = Self.whole(send.start, send.end)
      wait = Self.whole(send.end, timings.firstByte ?? total)
    }
    if let firstByte = timings.firstByte { receive = Self.whole(firstByte, total) }
    blocked = max(.zero, Self.whole(.zero, total) - self.total)
  }

  /// The time between two moments in whole microseconds. Both are cut first, so that the times of steps in a row add up.
  private static func whole(_ start: Duration, _ end: Duration) -> Duration {
    .microseconds(max(0, end.wholeMicroseconds - start.wholeMicroseconds))
  }
}

extension Duration {
  /// The whole microseconds in it.
  var wholeMicroseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds.multipliedReportingOverflow(by: 1_000_000).partialValue &+ attoseconds / 1_000_000_000_000
  }
}
