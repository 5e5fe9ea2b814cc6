#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Sockets from the server's side, and threads: what the testing library's server is made of.
extension Syscalls {
  /// Gives a socket its own address. Throws `system` with that address in it.
  package static func bindSocket(_ descriptor: Int32, to address: SocketAddress) throws(HTTPException) {
    _ = try retrying("bind", address: address.text) {
      unsafe withSystemAddress(of: address) { pointer, length in unsafe bind(descriptor, pointer, length) }
    }
  }

  /// Has a socket take connections, so many of which may wait for ``acceptConnection(_:)``.
  package static func startListening(_ descriptor: Int32, backlog: Int32 = 128) throws(HTTPException) {
    _ = try retrying("listen") { listen(descriptor, backlog) }
  }

  /// Takes the next connection of a listener that doesn't block; nil when there is none, or when it has gone away again.
  package static func acceptConnection(_ listener: Int32) throws(HTTPException) -> Int32? {
    let descriptor = accept(listener, nil, nil)
    if descriptor < 0 {
      let code = errno
      if code == EAGAIN || code == EWOULDBLOCK || code == EINTR || code == ECONNABORTED { return nil }
      throw failure("accept", code)
    }
    try closing(descriptor) { () throws(HTTPException) in
      try setCloseOnExec(descriptor)
      try silenceSIGPIPE(descriptor)
    }
    return descriptor
  }

  /// Ends the sending half of a connection, so that the peer reads the end of the stream.
  package static func shutDownSending(_ descriptor: Int32) throws(HTTPException) {
    _ = try retrying("shutdown") { shutdown(descriptor, Int32(SHUT_WR)) }
  }

  /// Ends both halves of a connection; a thread that waits on it wakes up. Fails quietly, as the connection may be gone already.
  package static func shutDown(_ descriptor: Int32) {
    _ = shutdown(descriptor, Int32(SHUT_RDWR))
  }

  /// Has closing a connection reset it (SO_LINGER of zero), so that the peer's next call fails with ECONNRESET.
  package static func resetWhenClosed(_ descriptor: Int32) throws(HTTPException) {
    try setOption(descriptor, SOL_SOCKET, SO_LINGER, linger(l_onoff: 1, l_linger: 0))
  }

  /// Removes the file of a Unix socket; harmless when there is none.
  package static func removeFile(_ path: String) {
    // Unsafe: the string lends its bytes, ended by NUL, for the call.
    _ = unsafe unlink(path)
  }
}

/// A thread of the system, to be joined exactly once.
package struct SystemThread: @unchecked Sendable {
  // The handle is a number or a pointer, by system, and only passed back to it: any thread may have it.
  private let handle: pthread_t

  /// Starts a thread that runs the body and ends.
  package init(_ body: @escaping @Sendable () -> Void) throws(HTTPException) {
    // Unsafe: the body travels as an opaque pointer, retained here and released by the thread.
    let box = unsafe Unmanaged.passRetained(Body(body))
    #if canImport(Glibc)
    var created = pthread_t()
    #else
    var created: pthread_t?
    #endif
    let code = unsafe pthread_create(&created, nil, { unsafe SystemThread.run($0) }, box.toOpaque())
    let handle: pthread_t? = created
    guard code == 0, let handle else {
      unsafe box.release()
      throw Syscalls.failure("pthread_create", code)
    }
    self.handle = handle
  }

  /// Waits until the thread has ended; returns at once when called on that thread itself.
  package func join() {
    if pthread_equal(pthread_self(), handle) == 0 { _ = pthread_join(handle, nil) }
  }

  private static func run(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    // Unsafe: takes over the reference that the initializer retained.
    guard let argument = unsafe argument else { return nil }
    unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
    return nil
  }

  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }
}
