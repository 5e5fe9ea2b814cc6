package import HTTPWire

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Failures as the system reports them, for streams that only act them out.
extension Syscalls {
  /// A reset by the peer, as `recv` reports it.
  package static var connectionReset: HTTPException { failure("recv", ECONNRESET) }

  /// A send to a peer that is gone, as `send` reports it.
  package static var brokenPipe: HTTPException { failure("send", EPIPE) }
}
