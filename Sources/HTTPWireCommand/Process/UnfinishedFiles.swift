import HTTPWire
import HTTPWireSupport
import Synchronization

/// The files to remove if a signal ends the process.
enum UnfinishedFiles {
  private static let paths = Mutex<Set<String>>([])

  /// Makes the signals that end the process remove the files before. It is done once, at the start, before there are files and threads:
  /// Swift's backtraces would take some of them otherwise, and the first process of a container gets only signals that are waited for.
  /// Throws `system`.
  static func watch() throws(HTTPException) { try Syscalls.onTermination { end(by: $0) } }

  /// Creates a file and remembers it. No signal comes in between.
  static func create(_ path: String, _ body: () throws(HTTPException) -> Int32) throws(HTTPException) -> Int32 {
    try paths.withLock { (paths) throws(HTTPException) in
      let descriptor = try body()
      paths.insert(path)
      return descriptor
    }
  }

  /// Keeps a file from now on.
  static func forget(_ path: String) { paths.withLock { _ = $0.remove(path) } }

  /// Removes a file, if it is still to be removed.
  static func remove(_ path: String) {
    paths.withLock { if $0.remove(path) != nil { Syscalls.removeFile(path) } }
  }

  /// Removes all the files and ends the process. Other threads can create no more of them, because the lock is never released.
  static func end(by signal: Int32) -> Never {
    paths.withLock { paths -> Never in
      for path in paths { Syscalls.removeFile(path) }
      Syscalls.endProcess(by: signal)
    }
  }
}
