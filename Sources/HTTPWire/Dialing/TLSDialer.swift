#if TLS
/// Opens streams and performs the handshake of TLS on them, for the target's host.
///
/// ```swift
/// // A proxy that is reached over TLS:
/// connection.opener = TunnelDialer("proxy.example", port: 443, over: TLSDialer()).dial
/// ```
///
/// An ``HTTPSConnection`` speaks TLS to its server by itself, over whatever its opener opens.
public struct TLSDialer: Dialer {
  /// The settings of TLS.
  public var context: TLSContext
  /// Opens the stream below.
  public var over: any Dialer

  /// Makes a dialer.
  public init(context: TLSContext = .default, over: any Dialer = TCPDialer()) {
    self.context = context
    self.over = over
  }

  /// Opens a stream, and performs the handshake on it. The whole handshake may take the target's timeout. The certificate must match the
  /// target's host, unless the context's options name another.
  ///
  /// Throws `tls`, `timedOut(.handshaking)`, `invalidArgument` for a host that can't be in a certificate, and what ``over`` throws.
  public func dial(_ target: ConnectionTarget) throws(HTTPException) -> any ByteStream {
    let name = try IDNA.ascii(target.host)
    let stream = try over.dial(target)
    return try target.prepare(stream, .handshaking) { () throws(HTTPException) in
      let left = target.stepEnd.remaining
      if left == .zero { throw .timedOut(.handshaking) }
      return try TLSStream.open(
        over: stream, context: context, serverName: name, port: target.port, timeout: left, for: target)
    }
  }
}
#endif
