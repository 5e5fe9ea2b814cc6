import HTTPWire
import Support

/// A chunked body behind a head that announces one: by default it must decode to what the reference decoder makes of it.
@main
enum Chunks {
  static func main() { fuzz(check) }

  private static let head = Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)

  static func check(_ input: FuzzInput) {
    var choices = input.choices
    let deliveries = Delivery.all(seed: choices.wide())
    let expected = ChunkReference(input.payload)
    for delivery in deliveries {
      let found = Walk(head + input.payload, to: Asked(), .default, delivery).outcome
      require(matches(found, expected, input.payload), "a body is what the reference decoder makes of it", "\(expected)\n  \(found)")
    }
    checkEncoder(input.payload, choices.generator())
  }

  static func matches(_ found: Outcome, _ expected: ChunkReference, _ body: [UInt8]) -> Bool {
    guard found.framings == [.chunked], found.body == expected.data else { return false }
    switch expected.end {
    case .complete(let trailers, let next):
      return found.error == nil && found.rest == Array(body[next...])
        && found.trailers.map { $0.map(FieldReference.Field.all(of:)) } == [trailers]
    case .incomplete: return found.error == .incompleteRead(partial: [], expected: nil)
    case .malformed:
      switch found.error {
      case .malformedChunk, .limitExceeded, .lineTooLong: return true
      default: return false
      }
    }
  }

  /// What is encoded in chunks of any size decodes to itself.
  static func checkEncoder(_ data: [UInt8], _ source: SplitMix) {
    var random = source
    var encoded: [UInt8] = []
    var rest = data[...]
    while !rest.isEmpty {
      let part = rest.prefix(.random(in: 0...40, using: &random))
      ChunkEncoder.append(part, to: &encoded)
      rest = rest.dropFirst(part.count)
    }
    encoded += ChunkEncoder.end
    let decoded = ChunkReference(encoded)
    require(decoded.data == data, "what is encoded decodes to itself", encoded)
    require(decoded.end == .complete(trailers: [], next: encoded.count), "an encoded body is complete", encoded)
  }
}
