import HTTPWireCore

/// The received bytes, as a driver keeps them that follows the walk in ``ClientExchange``.
struct Input: Sendable {
  fileprivate var bytes: [UInt8]
  /// Where the bytes that have not been consumed start. To remove the others would move the rest of a long reply each time.
  fileprivate var start = 0
  /// Whether the peer has ended the stream.
  var isAtEnd: Bool

  init(_ text: String = "", isAtEnd: Bool = false) {
    bytes = HTTPWireCoreTests.bytes(text)
    self.isAtEnd = isAtEnd
  }

  /// The number of bytes that have not been consumed.
  var count: Int { bytes.count - start }
  var isEmpty: Bool { count == 0 }
  /// The bytes that have not been consumed, as text.
  var text: String { latin1(bytes[start...]) }

  mutating func append(_ piece: [UInt8]) { bytes += piece }
}

extension ClientExchange {
  /// The next head, which is dropped from the input.
  mutating func nextHead(_ input: inout Input) throws(HTTPException) -> ResponseHead? {
    guard let head = try nextHead(in: input.bytes.span.extracting(input.start...), isAtEnd: input.isAtEnd) else { return nil }
    input.start += head.length
    return head
  }

  /// Drops framing from the input, and says what follows it.
  mutating func nextBody(_ input: inout Input) throws(HTTPException) -> BodyStep {
    let step = try nextBody(in: input.bytes.span.extracting(input.start...), isAtEnd: input.isAtEnd)
    input.start += step.framing
    return step
  }

  /// Moves body bytes from the input to `body`: at most `count`, and as many as are there without framing between them.
  mutating func take(_ count: Int, from input: inout Input, to body: inout [UInt8]) {
    let count = max(0, min(count, contiguousLength, input.count))
    body += input.bytes[input.start..<input.start + count]
    input.start += count
    takeBody(count)
  }

  /// Drops the body's end from the input where nothing else is left.
  mutating func settle(_ input: inout Input) throws(HTTPException) {
    input.start += try settleBody(in: input.bytes.span.extracting(input.start...))
  }
}

extension BodyStep {
  /// The step in words: "data(3)", "end" or "needMore", and how much framing came before it.
  var text: String { (isEnd ? "end" : data > 0 ? "data(\(data))" : "needMore") + (framing > 0 ? ", \(framing) dropped" : "") }
}
