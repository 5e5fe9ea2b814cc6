import HTTPWire
import Support

/// Responses to a random request: what comes of them must not depend on how the stream was cut.
@main
enum Exchange {
  static func main() { fuzz(check) }

  static func check(_ input: FuzzInput) {
    var choices = input.choices
    let asked = Asked(&choices)
    let manner = Manner(&choices)
    let deliveries = Delivery.all(seed: choices.wide())
    let whole = Walk(input.payload, to: asked, manner, deliveries[0])
    for delivery in deliveries.dropFirst() {
      let other = Walk(input.payload, to: asked, manner, delivery)
      require(
        whole.outcome == other.outcome, "what comes of a stream does not depend on how it was cut",
        "\(asked) \(manner)\n  \(deliveries[0]): \(whole.outcome)\n  \(delivery): \(other.outcome)")
    }
    checkExcess(whole)
    checkFollowing(input.payload, whole, asked, manner)
  }

  /// In a stream that is there as a whole, bytes behind the last response are noticed.
  static func checkExcess(_ whole: Walk) {
    guard whole.outcome.error == nil, let rest = whole.outcome.rest, let framing = whole.outcome.framings.last else { return }
    require(
      whole.hasExcess == (!rest.isEmpty && !framing.leavesHTTP), "bytes that belong to no response are a reason to close", whole.outcome)
  }

  /// What follows a complete response changes nothing about it.
  static func checkFollowing(_ stream: [UInt8], _ whole: Walk, _ asked: Asked, _ manner: Manner) {
    guard whole.outcome.error == nil, !whole.needsEnd, let rest = whole.outcome.rest else { return }
    let other = Array("\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n".utf8)
    var expected = whole.outcome
    expected.rest = other
    let found = Walk(stream.dropLast(rest.count) + other, to: asked, manner, Delivery(.whole)).outcome
    require(found == expected, "what follows a complete response changes nothing about it", "\(expected)\n  \(found)")
  }
}
