/// A failed system call (Python's `OSError`).
public struct SystemFailure: Sendable, Hashable {
  /// The name of the system call ("connect", "recv", …).
  public let operation: String
  /// The system's error number (`errno`).
  public let code: Int32
  /// The system's text for the number.
  public let message: String
  /// The peer's address, if the call has one.
  public let address: String?
  /// Whether the connection is gone: the number is ECONNRESET, EPIPE, ECONNABORTED or ESHUTDOWN.
  public let isConnectionReset: Bool
  /// The proxy as `host:port`, if it was on the way to it, or to a tunnel through it, that the call failed.
  public package(set) var proxy: String?

  /// Creates a failure. The driver that made the call does this; tests may, too.
  public init(operation: String, code: Int32, message: String, address: String? = nil, isConnectionReset: Bool = false) {
    self.operation = operation
    self.code = code
    self.message = message
    self.address = address
    self.isConnectionReset = isConnectionReset
  }
}

extension SystemFailure: CustomStringConvertible {
  /// The error as Python prints an `OSError`, followed by the operation and the address.
  public var description: String {
    "[Errno \(code)] \(message) (\(operation)\(address.map { " " + $0 } ?? ""))" + HTTPException.note(proxy)
  }
}
