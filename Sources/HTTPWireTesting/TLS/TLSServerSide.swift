#if TLS
public import HTTPWire
import HTTPWireSupport

/// A server's side of TLS, ready to be used by any number of connections, which can resume each other's sessions.
public final class TLSServerSide: Sendable {
  let context: TLSServerContext

  /// Makes it. Throws `tls` of the kind `configuration` where the certificate can't be used.
  public init(_ options: TLSServerOptions) throws(HTTPException) { context = try options.context() }
}
#endif
