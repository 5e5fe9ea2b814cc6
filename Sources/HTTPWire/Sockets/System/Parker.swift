#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A place where one thread waits until another one wakes it. A wake that comes first is kept.
@safe package final class Parker: @unchecked Sendable {
  // The system's mutex guards the flag, and both objects stay where they are until this one is deallocated.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var isWoken = false

  package init() {
    unsafe mutex.initialize(to: pthread_mutex_t())
    unsafe condition.initialize(to: pthread_cond_t())
    // Unsafe: both are new, and are destroyed once. Without attributes neither call can fail.
    _ = unsafe pthread_mutex_init(mutex, nil)
    _ = unsafe pthread_cond_init(condition, nil)
  }

  deinit {
    // Unsafe: nobody waits on an object that nobody holds.
    _ = unsafe pthread_cond_destroy(condition)
    _ = unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  /// Ends the wait of the thread that waits, or that of the next one.
  package func wake() {
    // Unsafe: here and below, the objects are those made above.
    _ = unsafe pthread_mutex_lock(mutex)
    isWoken = true
    _ = unsafe pthread_cond_signal(condition)
    _ = unsafe pthread_mutex_unlock(mutex)
  }

  /// Waits to be woken, at most for a time; nil waits for ever. Returns whether it was.
  @discardableResult
  package func wait(upTo time: Duration?) -> Bool {
    _ = unsafe pthread_mutex_lock(mutex)
    defer {
      isWoken = false
      _ = unsafe pthread_mutex_unlock(mutex)
    }
    guard let time else {
      while !isWoken { _ = unsafe pthread_cond_wait(condition, mutex) }
      return true
    }
    var end = Syscalls.wallClock(after: time)
    while !isWoken {
      // Unsafe: the call reads a local value.
      if unsafe pthread_cond_timedwait(condition, mutex, &end) != 0 { return isWoken }
    }
    return true
  }
}

extension Syscalls {
  /// The moment that is a time from now by the system's clock, for which condition variables wait by default.
  fileprivate static func wallClock(after time: Duration) -> timespec {
    var now = timespec()
    // Unsafe: the call writes one local structure.
    _ = unsafe clock_gettime(CLOCK_REALTIME, &now)
    let (seconds, attoseconds) = max(.zero, min(time, Deadline.longest)).components
    let nanoseconds = Int64(now.tv_nsec) + attoseconds / 1_000_000_000
    return timespec(
      tv_sec: now.tv_sec + .init(clamping: seconds + nanoseconds / 1_000_000_000), tv_nsec: .init(clamping: nanoseconds % 1_000_000_000))
  }
}
