import Synchronization

/// Wakes the thread that waits on a socket.
///
/// The owner of the socket calls ``forget()`` before it closes the descriptor. So the descriptor can't be another file's when it is used
/// here.
final class SocketWaker: StreamInterrupter {
  private let descriptor: Mutex<Int32?>

  init(_ descriptor: Int32) { self.descriptor = Mutex(descriptor) }

  func interrupt() {
    descriptor.withLock { if let open = $0 { Syscalls.shutDown(open) } }
  }

  func forget() {
    descriptor.withLock { $0 = nil }
  }
}
