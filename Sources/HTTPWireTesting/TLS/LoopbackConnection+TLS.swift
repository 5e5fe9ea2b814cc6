#if TLS
public import HTTPWire
import HTTPWireSupport

extension LoopbackConnection {
  /// Performs the server's handshake. Afterwards everything goes through TLS. Calling it again puts TLS inside TLS.
  ///
  /// Throws what the handshake throws, for example `tls` if the client refuses the certificate.
  public func startTLS(_ side: TLSServerSide) throws(HTTPException) {
    try replaceStream { (lower) throws(HTTPException) in try TLSStream(accepting: lower, context: side.context) }
  }

  /// The TLS stream of the last handshake; nil without TLS.
  public var tls: TLSStream? { stream as? TLSStream }
}
#endif
