import HTTPWire

/// A response's head as lines, for `-i`, `-I` and `-v`.
enum ResponseHeadText {
  /// The status line, the fields and the empty line, with the bytes that were received as far as the library keeps them.
  static func lines(of response: HTTPResponse) -> [[UInt8]] {
    let version = response.version == 10 ? "1.0" : "1.1"
    var lines = [Array("HTTP/\(version) \(response.status) ".utf8) + latin1(response.reason)]
    let headers = response.headers
    for index in headers.indices {
      lines.append(Array(headers.nameBytes(at: index)) + [0x3A, 0x20] + headers.valueBytes(at: index))
    }
    return lines + [[]]
  }

  /// The bytes of a reason phrase, which the library decodes as Latin-1.
  private static func latin1(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
  }
}
