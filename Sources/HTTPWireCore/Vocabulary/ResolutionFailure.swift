/// A failed look-up of a host name (Python's `socket.gaierror`).
public struct ResolutionFailure: Sendable, Hashable {
  /// The name that was looked up.
  public let host: String
  /// The resolver's code (an `EAI_` constant).
  public let code: Int32
  /// The resolver's text for the code.
  public let message: String
  /// The proxy as `host:port`, if the host is one.
  public package(set) var proxy: String?

  /// Creates a failure. The driver that made the look-up does this; tests may, too.
  public init(host: String, code: Int32, message: String) {
    self.host = host
    self.code = code
    self.message = message
  }
}
