/// One field of a message: its name and value, as text.
public struct HTTPField: Sendable, Hashable {
  /// The name, with its case as received.
  public var name: String
  /// The value, without the whitespace around it.
  public var value: String

  /// Creates a field.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}
