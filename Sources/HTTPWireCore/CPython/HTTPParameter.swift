/// A parameter of a field value, such as `charset=utf-8` (an element of `Message.get_params()`).
public struct HTTPParameter: Sendable, Hashable {
  /// The name, in lower case where a value belongs to it, without the marks of RFC 2231.
  public var name: String
  /// The value without its quotes, put together and decoded where RFC 2231 encodes it; empty where there is none.
  public var value: String
  /// The charset that an RFC 2231 value names; nil otherwise.
  public var charset: String?
  /// The language that an RFC 2231 value names, often an empty one; nil otherwise.
  public var language: String?

  /// A parameter of the given name and value.
  public init(name: String, value: String, charset: String? = nil, language: String? = nil) {
    self.name = name
    self.value = value
    self.charset = charset
    self.language = language
  }
}
