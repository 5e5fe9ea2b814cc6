/// How the bytes of a reply are cut into the pieces that a stream hands out, since a peer's packets end anywhere.
public enum Delivery: Sendable, Hashable {
  /// All bytes in one piece.
  case whole
  /// A piece for each byte.
  case byteByByte
  /// A piece for each line: cut after each CRLF.
  case lineByLine
  /// Cut inside each CRLF, between its two bytes.
  case insideLineEnds
  /// Cut before the given offsets; those outside of the bytes cut nothing.
  case cuts([Int])
  /// Cut anywhere, into pieces of at most `longest` bytes; the same seed cuts in the same places.
  case random(seed: UInt64, longest: Int = 16)

  /// Ways that differ in what they find: a test of a parser should pass with each of them.
  public static let all: [Delivery] = [.whole, .byteByByte, .lineByLine, .insideLineEnds, .random(seed: 1), .random(seed: 2, longest: 3)]

  /// Cuts bytes into pieces, none of them empty.
  public func pieces(of bytes: [UInt8]) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var start = 0
    for cut in cuts(in: bytes) + [bytes.count] where cut > start && cut <= bytes.count {
      pieces.append(Array(bytes[start..<cut]))
      start = cut
    }
    return pieces
  }

  /// Cuts the UTF-8 bytes of a text into pieces, none of them empty.
  public func pieces(of text: String) -> [[UInt8]] { pieces(of: Array(text.utf8)) }

  /// The offsets to cut before, in ascending order.
  private func cuts(in bytes: [UInt8]) -> [Int] {
    switch self {
    case .whole: return []
    case .byteByByte: return Array(bytes.indices)
    case .lineByLine: return Self.lineEnds(in: bytes).map { $0 + 2 }
    case .insideLineEnds: return Self.lineEnds(in: bytes).map { $0 + 1 }
    case .cuts(let offsets): return offsets.sorted()
    case .random(let seed, let longest):
      var generator = SeededGenerator(seed: seed)
      var cuts: [Int] = []
      var offset = 0
      while offset < bytes.count {
        offset += Int.random(in: 1...max(1, min(longest, bytes.count)), using: &generator)
        cuts.append(offset)
      }
      return cuts
    }
  }

  /// Where each CRLF begins.
  private static func lineEnds(in bytes: [UInt8]) -> [Int] {
    bytes.indices.dropLast().filter { bytes[$0] == UInt8(ascii: "\r") && bytes[$0 + 1] == UInt8(ascii: "\n") }
  }
}
