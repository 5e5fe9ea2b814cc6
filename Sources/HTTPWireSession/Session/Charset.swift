import HTTPWireCore

/// The charsets whose text can be read without other libraries.
enum Charset {
  /// The text of bytes in a charset; nil is UTF-8. A byte order mark comes before the name, as in browsers.
  static func text(_ bytes: [UInt8], named name: String?) throws(HTTPException) -> String {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return try utf8(bytes.dropFirst(3), "utf-8") }
    if bytes.starts(with: [0xFF, 0xFE]) { return try utf16(bytes.dropFirst(2), isLittle: true, "utf-16le") }
    if bytes.starts(with: [0xFE, 0xFF]) { return try utf16(bytes.dropFirst(2), isLittle: false, "utf-16be") }
    switch name?.lowercased() ?? "utf-8" {
    case "utf-8", "utf8", "us-ascii", "ascii": return try utf8(bytes[...], name ?? "utf-8")
    // Servers that say Latin-1 mean the superset of it that browsers read (WHATWG Encoding section 4.2).
    case "iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252", "cp1252": return windows1252(bytes)
    case "utf-16", "utf-16le": return try utf16(bytes[...], isLittle: true, "utf-16le")
    case "utf-16be": return try utf16(bytes[...], isLittle: false, "utf-16be")
    case let other: throw .custom(TextDecodingError.unknownCharset(other))
    }
  }

  private static func utf8(_ bytes: ArraySlice<UInt8>, _ name: String) throws(HTTPException) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .custom(TextDecodingError.malformed(charset: name)) }
    return text
  }

  private static func utf16(_ bytes: ArraySlice<UInt8>, isLittle: Bool, _ name: String) throws(HTTPException) -> String {
    let units = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map { index in
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      return isLittle ? second << 8 | first : first << 8 | second
    }
    guard bytes.count.isMultiple(of: 2), let text = String(validating: units, as: UTF16.self) else {
      throw .custom(TextDecodingError.malformed(charset: name))
    }
    return text
  }

  private static func windows1252(_ bytes: [UInt8]) -> String {
    var text = String.UnicodeScalarView()
    for byte in bytes {
      let value = 0x80...0x9F ~= byte ? upper[Int(byte - 0x80)] : UInt16(byte)
      text.append(Unicode.Scalar(value) ?? "\u{FFFD}")
    }
    return String(text)
  }

  /// What windows-1252 has for 0x80 to 0x9F.
  private static let upper: [UInt16] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
    0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
  ]
}

/// Why a body can't be read as text.
public enum TextDecodingError: Error, Sendable, Hashable {
  /// The charset is not known here.
  case unknownCharset(String)
  /// There are bytes that the charset does not have.
  case malformed(charset: String)
}

extension TextDecodingError: CustomStringConvertible {
  /// The error in words.
  public var description: String {
    switch self {
    case .unknownCharset(let name): "the charset \(PythonRepr.string(name)) is not known"
    case .malformed(let name): "the body is not valid \(name)"
    }
  }
}
