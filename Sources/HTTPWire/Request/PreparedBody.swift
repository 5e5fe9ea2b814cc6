/// A body that is ready to be sent: its text is encoded, or its file is open. So an invalid body is found before a byte is sent.
enum PreparedBody {
  case bytes([UInt8])
  /// `isText` is for the debug output only.
  case source(any BodySource, isText: Bool)
  /// `areAtHand` says that no element has to be waited for.
  case chunks(RequestBody.Elements, areAtHand: Bool)

  /// A string literal must be ASCII, unless `literalsAreLatin1`, as in Python: nobody has said which bytes it stands for.
  ///
  /// Throws `notEncodable` for text outside Latin-1 and for a literal, `system` for a file that can't be opened, and `invalidArgument` for
  /// a part that the file does not have, and for trailers of a concatenated body.
  init(_ body: RequestBody, literalsAreLatin1: Bool) throws(HTTPException) {
    switch body.content {
    case .text(let text): self = try .latin1(text)
    case .literal(let text):
      if !literalsAreLatin1, !text.utf8.allSatisfy({ $0 < 0x80 }) { throw .notEncodable(part: "body literal", text: text) }
      self = try .latin1(text)
    case .bytes(let bytes): self = .bytes(bytes)
    case .source(let source): self = .source(source, isText: false)
    case .path(let path, let length): self = try .file(FileSource(path: path), length)
    case .descriptor(let descriptor, let length): self = try .file(FileSource(descriptor: descriptor), length)
    case .textSource(let source): self = .source(Latin1Transcoder(source), isText: true)
    case .textPath(let path): self = .source(Latin1Transcoder(try FileSource(path: path)), isText: true)
    case .chunks(let begin, let areAtHand): self = .chunks(begin(), areAtHand: areAtHand)
    case .concatenation(let bodies):
      self = .source(try ConcatenatedSource(bodies, literalsAreLatin1: literalsAreLatin1), isText: false)
    }
  }

  private static func latin1(_ text: String) throws(HTTPException) -> PreparedBody {
    guard let bytes = Latin1.bytes(text) else { throw .notEncodable(part: "Body", text: text) }
    return .bytes(bytes)
  }

  private static func file(_ source: FileSource, _ length: RequestBody.FileLength) throws(HTTPException) -> PreparedBody {
    try source.measure(length)
    return .source(source, isText: false)
  }

  /// The length, as far as it is known without reading.
  var length: RequestPlan.Body {
    switch self {
    case .bytes(let bytes): .length(bytes.count)
    case .source(let source, _): (source as? any MeasuredSource)?.left.map { .length($0) } ?? .unknownLength
    case .chunks: .unknownLength
    }
  }

  /// Whether the first bytes can be made without waiting, so that they may leave with the head. What a source of the caller's does is not
  /// known.
  var isAtHand: Bool {
    switch self {
    case .bytes: true
    case .source(let source, _): (source as? any MeasuredSource)?.isReadyToRead ?? false
    case .chunks(_, let areAtHand): areAtHand
    }
  }
}

extension HTTPConnection {
  /// Prepares a body. Throws as ``PreparedBody`` does.
  func prepared(_ body: RequestBody) throws(HTTPException) -> PreparedBody {
    try PreparedBody(body, literalsAreLatin1: leniency.contains(.looseRequestHeads))
  }
}
