import HTTPWireCore

/// A way in which the bytes of a reply may arrive. What comes of them must not depend on it.
struct Delivery: Sendable {
  let name: String
  let pieces: [[UInt8]]
  /// Whether the end of the stream is known with the last piece, not only when the exchange asks for more.
  var endIsKnownAtOnce = false
  /// How many body bytes are taken at a time.
  var taking = Int.max
  /// Whether the body is ended as soon as nothing but its usual end is left.
  var settles = false

  /// All bytes at once.
  static func whole(_ reply: [UInt8]) -> Delivery { Delivery(name: "whole", pieces: [reply]) }

  /// One byte after another.
  static func byteByByte(_ reply: [UInt8]) -> Delivery { Delivery(name: "byte by byte", pieces: reply.map { [$0] }) }

  /// The deliveries that every vector goes through; `whole` is the first.
  static func all(_ reply: [UInt8]) -> [Delivery] {
    [
      whole(reply),
      Delivery(name: "whole, the end at once", pieces: [reply], endIsKnownAtOnce: true),
      Delivery(name: "whole, taken byte by byte", pieces: [reply], taking: 1),
      Delivery(name: "whole, settled", pieces: [reply], settles: true),
      Delivery(name: "whole, taken byte by byte and settled", pieces: [reply], taking: 1, settles: true),
      byteByByte(reply),
      Delivery(name: "cut after each line end", pieces: cut(reply) { $0 == 0x0A }),
      Delivery(name: "cut inside each line end", pieces: cut(reply) { $0 == 0x0D }),
    ] + (1...4).map { randomlyCut(reply, seed: $0) }
  }

  static func randomlyCut(_ reply: [UInt8], seed: UInt64) -> Delivery {
    var generator = SeededGenerator(seed: seed)
    return Delivery(name: "random cuts, seed \(seed)", pieces: cut(reply) { _ in UInt64.random(in: 0..<6, using: &generator) == 0 })
  }

  private static func cut(_ reply: [UInt8], after isLast: (UInt8) -> Bool) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var piece: [UInt8] = []
    for byte in reply {
      piece.append(byte)
      if isLast(byte) {
        pieces.append(piece)
        piece = []
      }
    }
    return piece.isEmpty ? pieces : pieces + [piece]
  }
}
