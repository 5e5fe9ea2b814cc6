import HTTPWire

/// The heads of messages as lines without their ends, for `-i`, `-I` and `-v`.
enum MessageHead {
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

  /// The lines of a head that is sent, and the empty one.
  static func lines(of head: [UInt8]) -> [[UInt8]] {
    head.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast().map { withoutReturn($0) }
  }

  /// The lines of a head that has come, and the empty one.
  static func lines(of head: ResponseHead) -> [[UInt8]] {
    let lines = ([head.statusLine] + head.fieldLines).map { withoutReturn($0.last == UInt8(ascii: "\n") ? $0.dropLast() : $0[...]) }
    return lines.last == [] ? lines : lines + [[]]
  }

  private static func withoutReturn(_ line: ArraySlice<UInt8>) -> [UInt8] {
    Array(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
  }

  /// The bytes of a reason phrase, which the library decodes as Latin-1.
  private static func latin1(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
  }
}
