/// How bytes reach a parser.
package struct Delivery {
  /// Where the stream is cut.
  package enum Pieces: Equatable {
    case whole
    case byteByByte
    case random(UInt64)
  }

  package var pieces: Pieces
  /// Whether the end of the stream is known as soon as its last byte is there, or only when more is asked for.
  package var endComesWithLastPiece = false
  /// Whether body bytes bypass the input where they may.
  package var readsDirectly = false
  /// Whether only a part of the body bytes that are there is taken at a time.
  package var takesParts = false

  package init(_ pieces: Pieces, endComesWithLastPiece: Bool = false, readsDirectly: Bool = false, takesParts: Bool = false) {
    self.pieces = pieces
    self.endComesWithLastPiece = endComesWithLastPiece
    self.readsDirectly = readsDirectly
    self.takesParts = takesParts
  }

  /// The deliveries whose results are compared; the first is what the others are compared with.
  package static func all(seed: UInt64) -> [Delivery] {
    [
      Delivery(.whole),
      Delivery(.whole, endComesWithLastPiece: true),
      Delivery(.byteByByte),
      Delivery(.random(seed), endComesWithLastPiece: true, takesParts: true),
      Delivery(.random(seed &+ 1), readsDirectly: true),
    ]
  }

  /// The stream in pieces, none of them empty.
  package func cut(_ stream: [UInt8]) -> [ArraySlice<UInt8>] {
    switch pieces {
    case .whole: return stream.isEmpty ? [] : [stream[...]]
    case .byteByByte: return stream.indices.map { stream[$0...$0] }
    case .random(let seed):
      var random = SplitMix(seed: seed)
      var result: [ArraySlice<UInt8>] = []
      var start = 0
      // A stream that is longer than an input can be takes too long in small pieces only.
      let lengths = stream.count > 4096 ? [1, 200, 5000, 20_000] : [1, 3, 16, 200]
      while start < stream.count {
        let longest = lengths.randomElement(using: &random) ?? 1
        let end = min(stream.count, start + .random(in: 1...longest, using: &random))
        result.append(stream[start..<end])
        start = end
      }
      return result
    }
  }
}
