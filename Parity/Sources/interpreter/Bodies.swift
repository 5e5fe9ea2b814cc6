import HTTPWire

/// A request's body as a step has it.
enum Body {
  case made(RequestBody)
  /// For the functions that take a span.
  case span([UInt8])

  /// The body of a step; nil for none.
  static func of(_ step: Fields) throws(NotAProgram) -> Body? {
    guard !step.isNone("body"), let value = step["body"] else { return nil }
    let body = try Fields(value, "\(step.place): body")
    switch body.single?.key {
    case "text": return .made(.text(try body.text("text")))
    case "bytes": return .made(.bytes(try body.bytes("bytes")))
    case "span": return .span(try body.bytes("span"))
    case "file": return .made(.file(BytesSource(try body.bytes("file"))))
    case "textFile": return .made(.textFile(BytesSource(Array(try body.text("textFile").utf8))))
    case "chunks":
      let elements = try body.list("chunks")
      let chunks = elements.compactMap(Fields.bytes)
      guard chunks.count == elements.count else { throw body.wrong("chunks", "list of bytes") }
      return .made(.chunks(chunks))
    default: throw step.wrong("body", "body")
    }
  }

  /// For the functions that take no span.
  var requestBody: RequestBody {
    switch self {
    case .made(let body): body
    case .span(let bytes): .bytes(bytes)
    }
  }
}

/// What a file holds, given as far as there is room. Of text that is not ASCII a block has fewer characters than Python's, which counts
/// those and not their bytes.
final class BytesSource: BodySource {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func read(into buffer: inout OutputSpan<UInt8>) throws(HTTPException) {
    let taken = bytes[position...].prefix(buffer.freeCapacity)
    for byte in taken { buffer.append(byte) }
    position = taken.endIndex
  }
}
