/// One field of a message: its name and value, as text.
public struct HTTPField: Sendable, Hashable {
  /// The name, in the case it came in.
  public var name: String
  /// The value, without the blanks around it.
  public var value: String

  /// A field of the given name and value.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}
