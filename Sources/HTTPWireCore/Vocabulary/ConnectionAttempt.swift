/// One address that could not be connected to, in ``HTTPException/connectionFailed(_:)``.
public struct ConnectionAttempt: Sendable, Equatable {
  /// The address with its port: `127.0.0.1:80`, `[::1]:80`.
  public let address: String
  /// What happened there. It is `timedOut(.connecting)` for an address that had not answered, or not been tried, when the time ended.
  public let error: HTTPException

  /// Makes an attempt. The dialer that tried the address does this; tests may, too.
  public init(address: String, error: HTTPException) {
    self.address = address
    self.error = error
  }
}

extension ConnectionAttempt: CustomStringConvertible {
  /// The address and what happened there: `[::1]:80: Connection refused`.
  public var description: String {
    switch error {
    // The address is not said twice.
    case .system(let failure) where failure.address == address: "\(address): \(failure.message)" + HTTPException.note(failure.proxy)
    case .timedOut: "\(address): timed out"
    default: "\(address): \(error)"
    }
  }
}
