import HTTPWire
import Support

/// A header block: what comes of it must not depend on how the stream was cut. By default it must be what the reference parser makes of
/// it.
@main
enum Fields {
  static func main() { fuzz(check) }

  static func check(_ input: FuzzInput) {
    var choices = input.choices
    let manner = Manner(&choices)
    let deliveries = Delivery.all(seed: choices.wide())
    let whole = BlockOutcome(input.payload, manner, deliveries[0])
    for delivery in deliveries.dropFirst() {
      let other = BlockOutcome(input.payload, manner, delivery)
      require(
        whole == other, "what comes of a block does not depend on how it was cut", "\(manner)\n  \(whole)\n  \(delivery): \(other)")
    }
    let read = BlockOutcome(readingFrom: input.payload, manner)
    require(whole == read, "parseHeaders finds what HeaderBlockParser finds", "\(manner)\n  \(whole)\n  \(read)")
    checkAgainstReference(input.payload)
  }

  static func checkAgainstReference(_ block: [UInt8]) {
    let found = BlockOutcome(block, .default, Delivery(.whole))
    let isAsExpected =
      switch FieldReference.parse(block, from: 0, allowsBareLineFeed: true) {
      case .complete(let fields, let end):
        found.fields.map(FieldReference.Field.all(of:)) == fields && found.rest == Array(block[end...])
      case .incomplete: found.error == .incompleteHead(received: block)
      case .malformed: found.error != nil
      }
    require(isAsExpected, "a block is what the reference parser makes of it", found)
  }
}
