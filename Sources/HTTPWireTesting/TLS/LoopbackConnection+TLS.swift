#if TLS
public import HTTPWire
import HTTPWireSupport

extension LoopbackConnection {
  /// Performs the handshake of a server; from then on everything goes through TLS. Once more lays TLS into TLS.
  ///
  /// Throws what the handshake throws: `tls` for a client that refuses the certificate, for one.
  public func startTLS(_ side: TLSServerSide) throws(HTTPException) {
    try replaceStream { (lower) throws(HTTPException) in try TLSStream(accepting: lower, context: side.context) }
  }

  /// What was agreed in the handshake that came last; nil without TLS.
  public var tls: TLSStream? { stream as? TLSStream }
}
#endif
