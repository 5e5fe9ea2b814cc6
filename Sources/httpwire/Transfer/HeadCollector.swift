import HTTPWire

/// Collects the head of a message from the bytes that pass through a stream.
struct HeadCollector {
  /// The bytes of the head so far; nil after it was returned.
  private var bytes: [UInt8]? = []

  /// Adds bytes. Once the head is complete, returns its lines, escaped for a terminal; otherwise nil.
  mutating func add(_ more: Span<UInt8>) -> [String]? {
    guard bytes != nil else { return nil }
    bytes?.append(copying: more)
    guard let head = bytes, let end = Self.end(of: head) else { return nil }
    bytes = nil
    return head[..<end].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      TerminalText.escaped(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
    }
  }

  /// The offset of the empty line that ends a head.
  private static func end(of bytes: [UInt8]) -> Int? {
    for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") {
      let rest = bytes[(index + 1)...]
      if rest.first == UInt8(ascii: "\n") || rest.starts(with: [0x0D, 0x0A]) { return index + 1 }
    }
    return nil
  }
}
