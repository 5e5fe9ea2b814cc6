import HTTPWire
import Synchronization

/// Whether a task is using a connection. A second one is refused at once: nothing is queued in secret.
struct Occupancy: ~Copyable {
  private let flag = Atomic<Bool>(false)

  var isTaken: Bool { flag.load(ordering: .relaxed) }

  /// Takes the connection. Throws `cannotSendRequest` if another task has it.
  func enter() throws(HTTPException) {
    if flag.exchange(true, ordering: .acquiring) {
      throw .cannotSendRequest("another task is using this connection: give each task a connection, or await one call before the next")
    }
  }

  /// Releases the connection.
  func leave() { flag.store(false, ordering: .releasing) }
}
