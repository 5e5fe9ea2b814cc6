#if TLS
public import HTTPWire
import HTTPWireSupport

/// A server's side of TLS, for any number of connections. They can resume each other's sessions.
public final class TLSServerSide: Sendable {
  let context: TLSServerContext

  /// Throws `tls` of the kind `configuration` if the certificate can't be used.
  public init(_ options: TLSServerOptions) throws(HTTPException) { context = try options.context() }
}
#endif
