/// Converts a source of UTF-8 text to Latin-1, in which `http.client` sends text.
final class Latin1Transcoder: BodySource {
  private let source: any BodySource
  /// The first byte of a character whose second byte has not come yet.
  private var lead: UInt8?

  init(_ source: any BodySource) { self.source = source }

  /// Appends the next block. Throws `notEncodable` at the first character outside Latin-1, and `bodySource` for bytes that are not UTF-8.
  func read(into buffer: inout OutputSpan<UInt8>) throws(HTTPException) {
    let before = buffer.count
    // A block may be only the first half of a character, which adds no byte.
    while buffer.count == before {
      var block: [UInt8] = []
      try block.append(addingCapacity: buffer.freeCapacity) { (free) throws(HTTPException) in try source.read(into: &free) }
      if block.isEmpty {
        if lead != nil { throw .bodySource("the text ends inside a UTF-8 character") }
        return
      }
      for byte in block { try transcode(byte, into: &buffer) }
    }
  }

  private func transcode(_ byte: UInt8, into buffer: inout OutputSpan<UInt8>) throws(HTTPException) {
    if let lead {
      guard byte & 0xC0 == 0x80 else { throw .bodySource("the text is not UTF-8") }
      buffer.append(lead << 6 | byte & 0x3F)
      self.lead = nil
    } else if byte < 0x80 {
      buffer.append(byte)
    } else if byte == 0xC2 || byte == 0xC3 {
      lead = byte
    } else if byte > 0xC3, byte < 0xF5 {
      throw .notEncodable(part: "Body", text: "...")
    } else {
      throw .bodySource("the text is not UTF-8")
    }
  }
}
