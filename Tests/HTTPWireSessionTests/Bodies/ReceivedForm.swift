import HTTPWire
import HTTPWireTesting

/// A multipart form as a strict server reads it (RFC 7578, RFC 2046 section 5.1).
struct ReceivedForm {
  struct Part: Equatable {
    /// The lines of the part's head.
    var head: [String]
    var content: [UInt8]

    var text: String { String(decoding: content, as: UTF8.self) }
  }

  struct Malformed: Error {
    let what: String
  }

  private(set) var parts: [Part] = []

  /// Reads the body to its last byte. Throws for anything that is not as the RFCs want it.
  init(_ request: ReceivedRequest) throws {
    let prefix = "multipart/form-data; boundary="
    guard let type = request.headers["Content-Type"], type.hasPrefix(prefix) else { throw Malformed(what: "Content-Type") }
    let delimiter = Array("--\(type.dropFirst(prefix.count))".utf8)
    var rest = request.body[...]
    try Self.take(delimiter, from: &rest)
    while !rest.starts(with: Array("--".utf8)) {
      try Self.take([13, 10], from: &rest)
      guard let next = rest.firstRange(of: [13, 10] + delimiter) else { throw Malformed(what: "no end of a part") }
      parts.append(try Self.part(rest[..<next.lowerBound]))
      rest = rest[next.upperBound...]
    }
    guard Array(rest) == Array("--\r\n".utf8) else { throw Malformed(what: "bytes behind the form") }
  }

  private static func part(_ bytes: ArraySlice<UInt8>) throws -> Part {
    guard let end = bytes.firstRange(of: [13, 10, 13, 10]) else { throw Malformed(what: "a part without a head") }
    let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
    return Part(head: head.split(separator: "\r\n").map { String($0) }, content: Array(bytes[end.upperBound...]))
  }

  private static func take(_ bytes: [UInt8], from rest: inout ArraySlice<UInt8>) throws {
    guard rest.starts(with: bytes) else { throw Malformed(what: "no delimiter") }
    rest = rest.dropFirst(bytes.count)
  }
}
