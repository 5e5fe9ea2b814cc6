import HTTPWire

/// The heads of messages as lines without their ends, for `-i`, `-I` and `-v`.
enum MessageHead {
  /// The fields of a message as lines.
  static func lines(of fields: HTTPMessage) -> [[UInt8]] {
    fields.indices.map { Array(fields.nameBytes(at: $0)) + [0x3A, 0x20] + fields.valueBytes(at: $0) }
  }

  /// A head as it came, with its line ends and the empty line.
  static func bytes(of head: ResponseHead) -> [UInt8] {
    let bytes = head.statusLine + head.fieldLines.joined()
    return bytes.suffix(2) == [0x0A, 0x0A] || bytes.suffix(4) == [0x0D, 0x0A, 0x0D, 0x0A] ? bytes : bytes + [0x0D, 0x0A]
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
}
