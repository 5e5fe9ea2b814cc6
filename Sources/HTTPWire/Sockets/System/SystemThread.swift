#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A thread. It must be joined or detached exactly once.
package struct SystemThread: @unchecked Sendable {
  // Depending on the system, the handle is a number or a pointer. It is only passed back to the system, so any thread may hold it.
  private let handle: pthread_t

  /// Starts a thread that runs `body`.
  package init(_ body: @escaping @Sendable () -> Void) throws(HTTPException) {
    // Unsafe: the body is passed as an opaque pointer, which is retained here and released by the thread.
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

  /// Waits until the thread has ended. Returns at once if it is called on that thread.
  package func join() {
    if pthread_equal(pthread_self(), handle) == 0 { _ = pthread_join(handle, nil) }
  }

  /// Lets the thread end by itself.
  package func detach() { _ = pthread_detach(handle) }

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

extension SystemThread {
  /// Gives the thread that calls a name, of at most 15 bytes, for debuggers and lists of threads.
  package static func name(_ name: String) {
    // Unsafe: the text is valid, with its zero or its length, during the calls.
    #if canImport(Darwin)
    _ = unsafe name.withCString { unsafe pthread_setname_np($0) }
    #else
    // Glibc has a function for it that Swift can't see.
    let file = unsafe open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
    if file < 0 { return }
    _ = unsafe Array(name.utf8).withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
    Syscalls.release(file)
    #endif
  }
}
