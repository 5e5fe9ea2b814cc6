/// The lines of a request head that are as nearly all are: written as they are, and looked at where they stand.
enum PlainRequestLines {
  /// Appends a request line whose method is a token and whose target is visible ASCII. Returns false where either is anything else; what
  /// was appended then is for the caller to remove.
  static func append(method: String, target: String, version: HTTPVersion, to bytes: inout [UInt8]) -> Bool {
    let methodStart = bytes.count
    bytes.append(addingCapacity: method.utf8.count &+ target.utf8.count &+ 13) { line in
      line.append(utf8: method)
      line.append(ASCII.space)
      if target.isEmpty { line.append(UInt8(ascii: "/")) } else { line.append(utf8: target) }
      line.append(constant: version == .http11 ? " HTTP/1.1\r\n" : " HTTP/1.0\r\n")
    }
    // Each part has what ends it behind it.
    let methodEnd = Scanner.endOfToken(in: bytes.span, from: methodStart, to: bytes.count)
    return methodEnd > methodStart && methodEnd &- methodStart == method.utf8.count
      && Scanner.endOfASCII(notBelow: 0x21, in: bytes.span, from: methodEnd &+ 1, to: bytes.count) == bytes.count &- 11
  }

  /// Appends a field line whose name is a token and whose value is ASCII without control characters. Returns false where either is
  /// anything else; what was appended then is for the caller to remove.
  static func append(name: String, value: String, to bytes: inout [UInt8]) -> Bool {
    let nameStart = bytes.count
    bytes.append(addingCapacity: name.utf8.count &+ value.utf8.count &+ 4) { line in
      line.append(utf8: name)
      line.append(constant: ": ")
      line.append(utf8: value)
      line.append(constant: "\r\n")
    }
    // Each part has what ends it behind it.
    let nameEnd = Scanner.endOfToken(in: bytes.span, from: nameStart, to: bytes.count)
    return nameEnd > nameStart && nameEnd &- nameStart == name.utf8.count
      && Scanner.endOfASCII(notBelow: 0x20, in: bytes.span, from: nameEnd &+ 2, to: bytes.count) == bytes.count &- 2
  }
}
