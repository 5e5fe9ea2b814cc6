/// What a connection of the scripted peer does.
enum ConnectionScript {
  /// Opening it fails with this error number.
  case refuse(Int32)
  case serve(Exchanges)

  /// The pieces to be received, and what was not asked for.
  struct Exchanges {
    var pieces: [[[UInt8]]] = []
    var end = End.close
    /// How many bytes can be written.
    var room: Int?
  }

  /// What is received when no pieces are left.
  enum End: String {
    case close
    case reset
    case stall
  }

  init(_ fields: Fields) throws(NotAProgram) {
    if let code = try fields.optionalInt("refuse") {
      guard let code = Int32(exactly: code) else { throw fields.wrong("refuse", "error number") }
      self = .refuse(code)
      return
    }
    var exchanges = Exchanges()
    if fields["exchanges"] != nil { exchanges.pieces = try Self.pieces(fields) }
    if let name = try fields.optionalText("end") {
      guard let end = End(rawValue: name) else { throw fields.wrong("end", "end of a connection") }
      exchanges.end = end
    }
    exchanges.room = try fields.optionalInt("failWrites")
    self = .serve(exchanges)
  }

  private static func pieces(_ fields: Fields) throws(NotAProgram) -> [[[UInt8]]] {
    var exchanges: [[[UInt8]]] = []
    for exchange in try fields.list("exchanges") {
      guard case .array(let elements) = exchange else { throw fields.wrong("exchanges", "list of lists of bytes") }
      let pieces = elements.compactMap(Fields.bytes)
      guard pieces.count == elements.count else { throw fields.wrong("exchanges", "list of lists of bytes") }
      // Receiving no bytes would be the end of the stream.
      exchanges.append(pieces.filter { !$0.isEmpty })
    }
    return exchanges
  }
}
