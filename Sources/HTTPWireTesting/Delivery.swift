/// How the bytes of a reply are cut into the pieces that a stream returns. A peer's packets may end anywhere.
public enum Delivery: Sendable, Hashable {
  /// All bytes in one piece.
  case whole
  /// Each byte is a piece.
  case byteByByte
  /// Each line is a piece: cut after each CRLF.
  case lineByLine
  /// Cut inside each CRLF, between its two bytes.
  case insideLineEnds
  /// Cut before these offsets. Offsets outside the bytes are ignored.
  case cuts([Int])
  /// Cut at random places, into pieces of at most `longest` bytes. The same seed cuts in the same places.
  case random(seed: UInt64, longest: Int = 16)

  /// A selection of deliveries. The test of a parser should pass with each of them.
  public static let all: [Delivery] = [.whole, .byteByByte, .lineByLine, .insideLineEnds, .random(seed: 1), .random(seed: 2, longest: 3)]

  /// Cuts bytes into pieces. No piece is empty.
  public func pieces(of bytes: [UInt8]) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var start = 0
    for cut in cuts(in: bytes) + [bytes.count] where cut > start && cut <= bytes.count {
      pieces.append(Array(bytes[start..<cut]))
      start = cut
    }
    return pieces
  }

  /// Cuts the UTF-8 bytes of a text into pieces. No piece is empty.
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

  /// The offset of each CRLF.
  private static func lineEnds(in bytes: [UInt8]) -> [Int] {
    bytes.indices.dropLast().filter { bytes[$0] == UInt8(ascii: "\r") && bytes[$0 + 1] == UInt8(ascii: "\n") }
  }
}
