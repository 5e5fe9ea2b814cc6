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

  /// Waits to be woken, at most for some milliseconds; -1 waits for ever. Returns whether it was.
  @discardableResult
  package func wait(milliseconds: Int32) -> Bool {
    _ = unsafe pthread_mutex_lock(mutex)
    defer {
      isWoken = false
      _ = unsafe pthread_mutex_unlock(mutex)
    }
    if milliseconds < 0 {
      while !isWoken { _ = unsafe pthread_cond_wait(condition, mutex) }
      return true
    }
    var end = Syscalls.wallClock(after: milliseconds)
    while !isWoken {
      // Unsafe: the call reads a local value.
      if unsafe pthread_cond_timedwait(condition, mutex, &end) != 0 { return isWoken }
    }
    return true
  }
}

extension Syscalls {
  /// The moment that is some milliseconds from now by the system's clock, for which condition variables wait by default.
  fileprivate static func wallClock(after milliseconds: Int32) -> timespec {
    var end = timespec()
    // Unsafe: the call writes one local structure.
    _ = unsafe clock_gettime(CLOCK_REALTIME, &end)
    end.tv_sec += .init(milliseconds / 1000)
    end.tv_nsec += .init(milliseconds % 1000) * 1_000_000
    if end.tv_nsec >= 1_000_000_000 {
      end.tv_sec += 1
      end.tv_nsec -= 1_000_000_000
    }
    return end
  }
}
