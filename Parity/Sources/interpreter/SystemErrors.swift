import Foundation
import HTTPWire

/// The system's error numbers: those the peer's script needs, and Python's classes for them.
enum SystemErrors {
  static let badDescriptor = EBADF
  static let brokenPipe = EPIPE
  static let connectionRefused = ECONNREFUSED
  static let connectionReset = ECONNRESET

  /// What a failed call throws.
  static func failure(_ operation: String, _ code: Int32) -> HTTPException {
    let isReset = [EPIPE, ECONNRESET, ECONNABORTED, ESHUTDOWN].contains(code)
    return .system(
      SystemFailure(operation: operation, code: code, message: String(cString: strerror(code)), isConnectionReset: isReset))
  }

  /// The class that Python's `OSError` makes of an error number.
  static func pythonClass(of code: Int32) -> String {
    switch code {
    case EAGAIN, EALREADY, EWOULDBLOCK, EINPROGRESS: "BlockingIOError"
    case EPIPE, ESHUTDOWN: "BrokenPipeError"
    case ECHILD: "ChildProcessError"
    case ECONNABORTED: "ConnectionAbortedError"
    case ECONNREFUSED: "ConnectionRefusedError"
    case ECONNRESET: "ConnectionResetError"
    case EEXIST: "FileExistsError"
    case ENOENT: "FileNotFoundError"
    case EISDIR: "IsADirectoryError"
    case ENOTDIR: "NotADirectoryError"
    case EINTR: "InterruptedError"
    case EACCES, EPERM: "PermissionError"
    case ESRCH: "ProcessLookupError"
    case ETIMEDOUT: "TimeoutError"
    default: "OSError"
    }
  }
}
