/// A failed system call: its name, the error number and its text, and the address it was about.
public struct SystemFailure: Sendable, Hashable {
  /// The operation, as the system names it ("connect", "recv", …).
  public let operation: String
  /// The system's error number (`errno`).
  public let code: Int32
  /// The system's text for the number.
  public let message: String
  /// The peer's address, where there is one.
  public let address: String?
  /// Whether the number says that the peer reset the connection or is gone (ECONNRESET, EPIPE, ECONNABORTED, ESHUTDOWN).
  public let isConnectionReset: Bool

  /// Describes a failed call; the driver that made the call fills it in.
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
    "[Errno \(code)] \(message) (\(operation)\(address.map { " " + $0 } ?? ""))"
  }
}
