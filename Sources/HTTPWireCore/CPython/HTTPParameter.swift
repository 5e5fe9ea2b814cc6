/// A parameter of a field value, such as `charset=utf-8` (an element of `Message.get_params()`).
public struct HTTPParameter: Sendable, Hashable {
  /// The name, without the marks of RFC 2231. In lower case if the parameter has a value.
  public var name: String
  /// The value, without quotes. An RFC 2231 value is joined and decoded. Empty if there is no value.
  public var value: String
  /// The charset of an RFC 2231 value, or nil.
  public var charset: String?
  /// The language of an RFC 2231 value, often empty, or nil.
  public var language: String?

  /// Creates a parameter.
  package init(name: String, value: String, charset: String? = nil, language: String? = nil) {
    self.name = name
    self.value = value
    self.charset = charset
    self.language = language
  }
}
