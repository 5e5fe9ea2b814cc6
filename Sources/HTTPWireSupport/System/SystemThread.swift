package import HTTPWire

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

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
