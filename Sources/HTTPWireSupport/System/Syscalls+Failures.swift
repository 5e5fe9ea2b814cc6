package import HTTPWire

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Errors as the system reports them, for streams that simulate them.
extension Syscalls {
  /// A reset by the peer, as `recv` reports it.
  package static var connectionReset: HTTPException { failure("recv", ECONNRESET) }

  /// A send to a peer that is gone, as `send` reports it.
  package static var brokenPipe: HTTPException { failure("send", EPIPE) }
}
