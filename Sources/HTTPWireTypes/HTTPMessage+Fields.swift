#if HTTPTypes
public import HTTPTypes
public import HTTPWire

extension HTTPMessage {
  /// The fields in their order, with the case of their names and every byte of their values.
  ///
  /// ```swift
  /// let fields: HTTPFields = [.accept: "text/html"]
  /// try connection.request("GET", "/", headers: HTTPMessage(fields))
  /// ```
  ///
  /// A value beyond ASCII is UTF-8 there and stays it, but `HTTPMessage` reads it as Latin-1. The indexing strategy of HTTP/2 is lost: in
  /// HTTP/1.1, a field that must not be indexed looks like any other. Several `Cookie` fields stay several.
  public init(_ fields: HTTPFields) {
    self.init()
    for field in fields { add(name: field.name.rawName.utf8, value: field.valueBytes) }
  }
}

extension HTTPTypes.HTTPField {
  /// The bytes of the value.
  var valueBytes: [UInt8] {
    // Unsafe: the type has no other way to bytes that are not UTF-8. They are copied within the call.
    unsafe withUnsafeBytesOfValue { unsafe Array($0) }
  }
}
#endif
