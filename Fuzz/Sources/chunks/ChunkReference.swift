import Support

/// A chunked body as RFC 9112 section 7.1 has it, decoded the plain way. Of extensions only control characters are refused.
struct ChunkReference {
  /// How the body ends.
  enum End: Equatable {
    /// With these trailer fields; `next` is where the bytes behind the body start.
    case complete(trailers: [FieldReference.Field], next: Int)
    /// The bytes end before the body does.
    case incomplete
    case malformed
  }

  private(set) var data: [UInt8] = []
  private(set) var end = End.incomplete

  init(_ bytes: [UInt8]) { end = decode(bytes) }

  private mutating func decode(_ bytes: [UInt8]) -> End {
    var position = 0
    while let feed = bytes[position...].firstIndex(of: 0x0A) {
      guard let size = Self.size(bytes[position..<feed]) else { return .malformed }
      position = feed + 1
      if size == 0 { return Self.trailers(bytes, position) }
      let part = bytes[position...].prefix(size)
      data += part
      position += part.count
      // A wrong byte behind the data is wrong even when nothing follows it.
      if !bytes[position...].prefix(2).elementsEqual([0x0D, 0x0A].prefix(bytes.count - position)) { return .malformed }
      position = min(position + 2, bytes.count)
    }
    return .incomplete
  }

  private static func trailers(_ bytes: [UInt8], _ position: Int) -> End {
    switch FieldReference.parse(bytes, from: position, allowsBareLineFeed: false) {
    case .complete(let fields, let next): .complete(trailers: fields, next: next)
    case .incomplete: .incomplete
    case .malformed: .malformed
    }
  }

  /// The size in a line without its line feed. Whitespace may follow the digits.
  private static func size(_ line: ArraySlice<UInt8>) -> Int? {
    guard line.last == 0x0D else { return nil }
    let content = line.dropLast()
    let digits = content.prefix { $0 != 0x3B }
    let padding = digits.reversed().prefix { $0 == 0x20 || $0 == 0x09 }.count
    guard content.dropFirst(digits.count).allSatisfy({ $0 == 0x09 || $0 >= 0x20 && $0 != 0x7F }) else { return nil }
    let text = digits.dropLast(padding)
    guard text.allSatisfy({ 0x30...0x39 ~= $0 || 0x41...0x46 ~= $0 || 0x61...0x66 ~= $0 }) else { return nil }
    return Int(String(decoding: text, as: UTF8.self), radix: 16)
  }
}
