/// A host name that could not be resolved: the resolver's code and text.
public struct ResolutionFailure: Sendable, Hashable {
  /// The name that was looked up.
  public let host: String
  /// The resolver's code (an `EAI_` constant).
  public let code: Int32
  /// The resolver's text for the code.
  public let message: String

  /// Describes a failed look-up; the driver that made it fills it in.
  public init(host: String, code: Int32, message: String) {
    self.host = host
    self.code = code
    self.message = message
  }
}
