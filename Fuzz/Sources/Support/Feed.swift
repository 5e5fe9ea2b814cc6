/// A stream on its way, piece by piece.
struct Feed {
  private var pieces: ArraySlice<ArraySlice<UInt8>>
  private let endComesWithLastPiece: Bool
  /// Whether nothing follows what was handed out, and the parser may know.
  private(set) var isAtEnd = false
  /// Whether the parser has asked for more than there is.
  private(set) var wasExhausted = false

  init(_ stream: [UInt8], _ delivery: Delivery) {
    pieces = delivery.cut(stream)[...]
    endComesWithLastPiece = delivery.endComesWithLastPiece
    if pieces.isEmpty, endComesWithLastPiece { isAtEnd = true }
  }

  /// The next piece, at most `limit` bytes of it; an empty one at the end of the stream.
  mutating func next(_ limit: Int = .max) -> ArraySlice<UInt8> {
    guard let piece = pieces.popFirst() else {
      require(!isAtEnd, "a parser that knows the end of the stream does not ask for more")
      isAtEnd = true
      wasExhausted = true
      return []
    }
    let part = piece.prefix(limit)
    if part.count < piece.count { pieces = [piece.dropFirst(part.count)] + pieces }
    if pieces.isEmpty, endComesWithLastPiece { isAtEnd = true }
    return part
  }

  /// What has not been handed out.
  var rest: [UInt8] { Array(pieces.joined()) }
}
