import HTTPWireInflate

/// Undoes the content codings of a body that comes in pieces, and hands the content out in pieces.
struct PieceDecoder {
  /// How many bytes are decoded at a time: a few can decode to thousands of times as many, which are in memory then.
  private static let step = 4096

  private let decoder: ContentDecoder
  private var received: ArraySlice<UInt8> = []
  private var decoded: [[UInt8]] = []

  init(_ decoder: ContentDecoder) { self.decoder = decoder }

  /// Takes a received piece. The one before must have been decoded.
  mutating func feed(_ piece: [UInt8]) { received = piece[...] }

  /// The next piece of the content; nil if more must be received first.
  mutating func next() throws(HTTPException) -> [UInt8]? {
    while true {
      if !decoded.isEmpty { return decoded.removeFirst() }
      if received.isEmpty { return nil }
      let part = Array(received.prefix(Self.step))
      received = received.dropFirst(Self.step)
      var made: [[UInt8]] = []
      do {
        try decoder.decode(part) { block in if !block.isEmpty { made.append(block) } }
      } catch {
        throw HTTPException(error)
      }
      decoded = made
    }
  }

  /// Ends the input. Throws if the content is not complete.
  func finish() throws(HTTPException) {
    do {
      try decoder.finish()
    } catch {
      throw .custom(error)
    }
  }
}
