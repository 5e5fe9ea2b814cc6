/// Reads JSON (RFC 8259) from bytes. Foundation's takes several times as long, and tells numbers from booleans only with care.
struct JSONReader {
  private let bytes: [UInt8]
  private var position = 0

  /// How deep values may lie in each other, so that no line of brackets can use up the stack.
  private static let deepest = 64

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The value that the bytes are, with nothing but blanks around it.
  static func value(of bytes: [UInt8]) throws(NotAProgram) -> JSON {
    var reader = JSONReader(bytes)
    let value = try reader.value(depth: 0)
    reader.skipBlanks()
    guard reader.position == bytes.count else { throw reader.unexpected }
    return value
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private var unexpected: NotAProgram { NotAProgram(reason: "no JSON at byte \(position)") }

  private mutating func skipBlanks() {
    while let next, next == 0x20 || next == 0x0A || next == 0x0D || next == 0x09 { position += 1 }
  }

  /// Whether the byte comes next, behind blanks; it is taken then.
  private mutating func take(_ wanted: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard next == UInt8(ascii: wanted) else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws(NotAProgram) -> JSON {
    guard depth < Self.deepest else { throw NotAProgram(reason: "more than \(Self.deepest) values in each other") }
    if take("{") { return try object(depth) }
    if take("[") { return try array(depth) }
    if take("\"") { return .string(try string()) }
    switch next {
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func object(_ depth: Int) throws(NotAProgram) -> JSON {
    var members: [(key: String, value: JSON)] = []
    if take("}") { return .object(members) }
    repeat {
      guard take("\"") else { throw unexpected }
      let key = try string()
      guard take(":") else { throw unexpected }
      members.append((key, try value(depth: depth + 1)))
    } while take(",")
    guard take("}") else { throw unexpected }
    return .object(members)
  }

  private mutating func array(_ depth: Int) throws(NotAProgram) -> JSON {
    var elements: [JSON] = []
    if take("]") { return .array(elements) }
    repeat { elements.append(try value(depth: depth + 1)) } while take(",")
    guard take("]") else { throw unexpected }
    return .array(elements)
  }

  private mutating func word(_ word: String, _ value: JSON) throws(NotAProgram) -> JSON {
    guard bytes[position...].starts(with: word.utf8) else { throw unexpected }
    position += word.utf8.count
    return value
  }

  private mutating func number() throws(NotAProgram) -> JSON {
    let start = position
    while let next, "+-.eE0123456789".utf8.contains(next) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if let number = Int(text) { return .int(number) }
    guard let number = Double(text), number.isFinite else { throw unexpected }
    return .double(number)
  }

  /// What follows a quotation mark, up to the one that ends it.
  private mutating func string() throws(NotAProgram) -> String {
    var text: [UInt8] = []
    while let next {
      position += 1
      switch next {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text.append(contentsOf: UTF8.encode(try escaped()) ?? UTF8.encodedReplacementCharacter)
      default: text.append(next)
      }
    }
    throw unexpected
  }

  /// What follows a backslash.
  private mutating func escaped() throws(NotAProgram) -> Unicode.Scalar {
    guard let next else { throw unexpected }
    position += 1
    switch next {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "u"): return try escapedNumber()
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(next)
    default: throw unexpected
    }
  }

  /// The four digits behind `\u`, and a second such escape where the first is half of a surrogate pair.
  private mutating func escapedNumber() throws(NotAProgram) -> Unicode.Scalar {
    let unit = try fourDigits()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard bytes[position...].starts(with: "\\u".utf8) else { throw unexpected }
    position += 2
    let second = try fourDigits()
    guard unit < 0xDC00, (0xDC00...0xDFFF).contains(second), let scalar = Unicode.Scalar(0x1_0000 + (unit - 0xD800) << 10 + second - 0xDC00)
    else { throw unexpected }
    return scalar
  }

  private mutating func fourDigits() throws(NotAProgram) -> UInt32 {
    guard position + 4 <= bytes.count else { throw unexpected }
    var number: UInt32 = 0
    for byte in bytes[position..<position + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw unexpected }
      number = number << 4 + UInt32(digit)
    }
    position += 4
    return number
  }
}
