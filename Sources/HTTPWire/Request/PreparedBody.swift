/// A body that is ready to be sent: its text is encoded, or its file is open. So an invalid body is found before a byte is sent.
enum PreparedBody {
  case bytes([UInt8])
  /// `isText` is for the debug output only.
  case source(any BodySource, isText: Bool)
  case chunks(RequestBody.Elements)

  /// Throws `notEncodable` for text outside Latin-1, and `system` for a file that can't be opened.
  init(_ body: RequestBody) throws(HTTPException) {
    switch body.content {
    case .text(let text):
      guard let bytes = Latin1.bytes(text) else { throw .notEncodable(part: "Body", text: text) }
      self = .bytes(bytes)
    case .bytes(let bytes): self = .bytes(bytes)
    case .source(let source): self = .source(source, isText: false)
    case .path(let path): self = .source(try FileSource(path: path), isText: false)
    case .textSource(let source): self = .source(Latin1Transcoder(source), isText: true)
    case .textPath(let path): self = .source(Latin1Transcoder(try FileSource(path: path)), isText: true)
    case .chunks(let begin): self = .chunks(begin())
    }
  }

  /// The length, as far as it is known without reading.
  var length: RequestPlan.Body {
    if case .bytes(let bytes) = self { .length(bytes.count) } else { .unknownLength }
  }
}
