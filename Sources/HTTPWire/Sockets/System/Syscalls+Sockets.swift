#if canImport(Darwin)
import Darwin

private let streamType = SOCK_STREAM
private let nonBlocking: Int32 = 0
private let quietly: Int32 = 0
#elseif canImport(Musl)
import Musl

private let streamType = SOCK_STREAM | SOCK_CLOEXEC
private let nonBlocking = SOCK_NONBLOCK
private let quietly = Int32(MSG_NOSIGNAL)
#else
import Glibc

private let streamType = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
private let nonBlocking = Int32(SOCK_NONBLOCK.rawValue)
private let quietly = Int32(MSG_NOSIGNAL)
#endif

/// Stream sockets of clients.
extension Syscalls {
  /// Opens a stream socket of an address family, in blocking mode unless `isBlocking` is false.
  package static func openSocket(family: Int32, isBlocking: Bool = true) throws(HTTPException) -> Int32 {
    let descriptor = try retrying("socket") { socket(family, isBlocking ? streamType : streamType | nonBlocking, 0) }
    #if canImport(Darwin)
    try closing(descriptor) { () throws(HTTPException) in
      try setCloseOnExec(descriptor)
      try silenceSIGPIPE(descriptor)
      if !isBlocking { try setBlocking(descriptor, false) }
    }
    #endif
    return descriptor
  }

  /// Puts a socket made by ``openSocket(family:isBlocking:)`` into blocking mode. It has no other flags, so they need not be read first.
  static func endNonBlocking(_ descriptor: Int32) throws(HTTPException) {
    _ = try retrying("fcntl") { fcntl(descriptor, F_SETFL, 0) }
  }

  /// Turns off SIGPIPE for writes to a closed peer, on systems where that is an option of the socket. They fail with EPIPE.
  package static func silenceSIGPIPE(_ descriptor: Int32) throws(HTTPException) {
    #if canImport(Darwin)
    try setOption(descriptor, SOL_SOCKET, SO_NOSIGPIPE, Int32(1))
    #endif
  }

  /// Runs a step, and closes the descriptor if it fails.
  package static func closing<Value>(
    _ descriptor: Int32, ifFails step: () throws(HTTPException) -> Value
  ) throws(HTTPException) -> Value {
    do {
      return try step()
    } catch {
      release(descriptor)
      throw error
    }
  }

  /// Binds a socket to a local address. Throws `system` with that address.
  package static func bindSocket(_ descriptor: Int32, to address: SocketAddress) throws(HTTPException) {
    _ = try retrying("bind", address: address.text) {
      unsafe withSystemAddress(of: address) { pointer, length in unsafe bind(descriptor, pointer, length) }
    }
  }

  /// The state of a connection attempt.
  package enum Connecting {
    case done
    /// It continues in the background. The socket becomes writable when it has succeeded or failed (EINPROGRESS, EINTR).
    case underway
    /// The listener's queue is full, and the socket's timeout ended or the socket is non-blocking (EAGAIN, Unix sockets only).
    case wouldBlock
  }

  /// Starts to connect a socket. EINTR is not retried, because the attempt continues in the background (POSIX, `connect`).
  package static func beginConnecting(_ descriptor: Int32, to address: SocketAddress) throws(HTTPException) -> Connecting {
    let result = unsafe withSystemAddress(of: address) { pointer, length in unsafe connect(descriptor, pointer, length) }
    if result == 0 { return .done }
    switch errno {
    case EINPROGRESS, EINTR: return .underway
    case EAGAIN: return .wouldBlock
    case let code: throw failure("connect", code, address: address.text)
    }
  }

  /// Throws the error of a connection attempt that was `underway`, if it failed (SO_ERROR).
  static func finishConnecting(_ descriptor: Int32, to address: SocketAddress) throws(HTTPException) {
    let code = try option(descriptor, SOL_SOCKET, SO_ERROR)
    if code != 0 { throw failure("connect", code, address: address.text) }
  }

  /// Receives the bytes that have come. With `waits`, it waits for some, at most for the socket's timeout.
  package static func receive(
    _ descriptor: Int32, into bytes: UnsafeMutableRawBufferPointer, waits: Bool = true, from address: String? = nil
  ) throws(HTTPException) -> Transfer {
    // Unsafe: the call writes only within the caller's buffer.
    try transfer("recv", address, unsafe recv(descriptor, bytes.baseAddress, bytes.count, waits ? 0 : Int32(MSG_DONTWAIT)))
  }

  /// Sends bytes, or only the first of them, without waiting for space.
  package static func transmitNow(
    _ descriptor: Int32, _ bytes: Span<UInt8>, to address: String? = nil
  ) throws(HTTPException) -> Transfer {
    // Unsafe: the call reads only the bytes of the span.
    let result = unsafe bytes.withUnsafeBytes { (bytes) in
      unsafe send(descriptor, bytes.baseAddress, bytes.count, quietly | Int32(MSG_DONTWAIT))
    }
    return try transfer("send", address, result)
  }

  /// Ends both directions of a connection. A thread that waits on it wakes up. The descriptor stays open. Errors are ignored: the
  /// connection may be closed already.
  package static func shutDown(_ descriptor: Int32) {
    _ = shutdown(descriptor, Int32(SHUT_RDWR))
  }

  /// Converts the result and `errno` of a call that moves bytes.
  @inline(__always)
  static func transfer(_ operation: String, _ address: String?, _ result: Int) throws(HTTPException) -> Transfer {
    if result >= 0 { return .moved(result) }
    switch errno {
    case EAGAIN, EWOULDBLOCK: return .wouldBlock
    case EINTR: return .interrupted
    case let code: throw failure(operation, code, address: address)
    }
  }

  /// What can be received now, without waiting and without consuming it. Any error except EAGAIN counts as the end.
  package static func peek(_ descriptor: Int32) -> PendingInput {
    var byte: UInt8 = 0
    while true {
      // Unsafe: the call writes at most one byte, to a local variable.
      let count = unsafe recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
      if count > 0 { return .bytes }
      if count == 0 { return .end }
      switch errno {
      case EAGAIN, EWOULDBLOCK: return .nothing
      case EINTR: continue
      default: return .end
      }
    }
  }

  /// Makes small writes leave at once (TCP_NODELAY). Does nothing if the socket has no such option (ENOPROTOOPT, EOPNOTSUPP).
  package static func setNoDelay(_ descriptor: Int32) throws(HTTPException) {
    do {
      try setOption(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, Int32(1))
    } catch {
      guard case .system(let failure) = error, failure.code == ENOPROTOOPT || failure.code == EOPNOTSUPP else { throw error }
    }
  }

  /// Limits how long a call waits that receives; nil waits for ever. Zero and less become the shortest possible time, because for the
  /// system zero means for ever.
  static func setReceiveTimeout(_ descriptor: Int32, _ timeout: Duration?) throws(HTTPException) {
    try setTimeout(descriptor, SO_RCVTIMEO, timeout)
  }

  /// Limits likewise how long a call waits that sends or connects.
  static func setSendTimeout(_ descriptor: Int32, _ timeout: Duration?) throws(HTTPException) {
    try setTimeout(descriptor, SO_SNDTIMEO, timeout)
  }

  private static func setTimeout(_ descriptor: Int32, _ name: Int32, _ timeout: Duration?) throws(HTTPException) {
    var value = timeval()
    if let timeout {
      let (seconds, attoseconds) = max(.microseconds(1), min(timeout, Deadline.longest)).components
      value.tv_sec = .init(clamping: seconds)
      value.tv_usec = .init(clamping: attoseconds / 1_000_000_000_000)
    }
    try setOption(descriptor, SOL_SOCKET, name, value)
  }

  package static func setOption<Value: BitwiseCopyable>(
    _ descriptor: Int32, _ level: Int32, _ name: Int32, _ value: Value
  ) throws(HTTPException) {
    // Unsafe: the call reads a local value and gets its size.
    _ = try retrying("setsockopt") {
      unsafe withUnsafeBytes(of: value) { unsafe setsockopt(descriptor, level, name, $0.baseAddress, socklen_t($0.count)) }
    }
  }

  package static func option(_ descriptor: Int32, _ level: Int32, _ name: Int32) throws(HTTPException) -> Int32 {
    var value: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    // Unsafe: the call writes to two local variables, within the size given.
    _ = try retrying("getsockopt") { unsafe getsockopt(descriptor, level, name, &value, &length) }
    return value
  }
}
