#if HTTPTypes
public import HTTPTypes
public import HTTPWire

extension HTTPFields {
  /// The fields of a message, in their order, with the case of their names and every byte of their values.
  ///
  /// ```swift
  /// let fields = try HTTPFields(response.headers)
  /// print(fields[.contentType] ?? "none")
  /// ```
  ///
  /// `HTTPField.value` is UTF-8, where `HTTPMessage` reads Latin-1. Both have the same bytes.
  ///
  /// Throws `invalidHeaderName` for a name that is not a token, and `invalidHeaderValue` for a value with a line end or a NUL: `HTTPFields`
  /// would replace these by spaces. Throws `limitExceeded` for more fields than it can have.
  public init(_ message: HTTPMessage) throws(HTTPException) {
    guard message.count <= Self.most else { throw .limitExceeded(what: "fields", limit: Self.most) }
    self.init()
    reserveCapacity(message.count)
    for index in message.indices {
      guard let name = HTTPTypes.HTTPField.Name(message[index].name) else { throw .invalidHeaderName(Array(message.nameBytes(at: index))) }
      let value = message.valueBytes(at: index)
      guard !value.contains(where: { $0 == 0 || $0 == 0x0A || $0 == 0x0D }) else { throw .invalidHeaderValue(Array(value)) }
      append(HTTPTypes.HTTPField(name: name, lenientValue: value))
    }
  }

  /// The largest number of fields; with one more, appending traps.
  private static var most: Int { 65_534 }
}
#endif
