import HTTPWire
import HTTPWireSupport
import Synchronization

/// The file to remove if a signal ends the process.
enum UnfinishedFile {
  private static let path = Mutex<String?>(nil)
  private static let isWatched = Mutex(false)

  /// Makes SIGINT, SIGTERM and SIGHUP remove the file before they end the process.
  static func watch() throws(HTTPException) {
    try isWatched.withLock { (isWatched) throws(HTTPException) in
      if !isWatched { try Syscalls.beforeTermination { remove() } }
      isWatched = true
    }
  }

  static func remember(_ path: String) { self.path.withLock { $0 = path } }

  static func forget() { path.withLock { $0 = nil } }

  static func remove() {
    path.withLock { path in
      if let path { Syscalls.removeFile(path) }
      path = nil
    }
  }
}
