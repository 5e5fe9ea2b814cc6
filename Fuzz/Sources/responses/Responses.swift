import HTTPWire
import Support

/// A stream of responses, read by a connection: what comes of it must depend neither on how the stream was cut nor on how it was read, and
/// must be what the engine makes of it.
@main
enum Responses {
  static func main() { fuzz(check) }

  static func check(_ input: FuzzInput) {
    var choices = input.choices
    let asked = Asked(&choices)
    let manner = Manner(&choices)
    let seed = choices.wide()
    let end = ReplyStream.End.allCases[choices.number(below: 4)]
    let reads = SplitMix(seed: UInt64(choices.byte()))
    let bytes = enlarged(input.payload)
    func visit(_ plan: Visit.Plan) -> Reply { Visit(bytes, end: end, asked, manner, plan).reply }

    let expected = visit(.init())
    let walk = Walk(bytes, to: asked, manner, Delivery(.whole))
    if end == .closed || !walk.needsEnd {
      let engine = Reply(walk, manner, end: end)
      require(expected == engine, "a connection finds what the engine finds", "\(asked) \(manner) \(end)\n  \(expected)\n  \(engine)")
    }
    for plan: Visit.Plan in [
      .init(delivery: Delivery(bytes.count > 4096 ? .random(seed &+ 2) : .byteByByte), isOpened: true),
      .init(reads: reads),
      .init(delivery: Delivery(.random(seed)), reads: reads, areReadsDelayed: true),
      .init(delivery: Delivery(.random(seed &+ 1)), reads: reads, areReadsDelayed: true, company: .looking),
    ] {
      let found = visit(plan)
      require(
        found == expected, "what comes of a stream does not depend on how it was cut and read",
        "\(asked) \(manner) \(end)\n  \(expected)\n  \(plan): \(found)")
    }
    for plan: Visit.Plan in [
      .init(delivery: Delivery(.random(seed)), reads: reads, company: .closing),
      .init(delivery: Delivery(.random(seed)), reads: reads, patience: 2),
    ] {
      let found = visit(plan)
      require(expected.body.starts(with: found.body), "what is read before a response is closed is its body", "\(plan): \(found)")
    }
    _ = visit(.init(delivery: Delivery(.random(seed)), reads: reads, company: .calling))
    checkBare(bytes, end, asked, manner, Delivery(.random(seed)), reads, expected)
  }

  /// A response that is made from a stream is the one that a connection gets.
  static func checkBare(
    _ bytes: [UInt8], _ end: ReplyStream.End, _ asked: Asked, _ manner: Manner, _ delivery: Delivery, _ reads: SplitMix,
    _ expected: Reply
  ) {
    if asked.asksToUpgrade || asked.asksToClose || asked.followers > 0 { return }
    let stream = ReplyStream(delivery.cut(bytes), end: end)
    let response = HTTPResponse(stream: stream, method: asked.method, leniency: manner.leniency, limits: manner.limits)
    var found = Reply()
    do {
      try response.begin()
      found.heads = [Reply.Head(response)]
      var reader = BodyReader(response, on: stream, random: reads, isAlone: true)
      reader.read()
      reader.check()
      found.body = reader.body
      found.error = reader.error?.isHidden(by: manner.leniency) == true ? nil : reader.error
      if found.error == nil { found.trailers = [response.trailers] }
    } catch {
      found.error = error.withoutDelivery(manner.leniency)
    }
    var expected = expected
    expected.heads.removeAll { $0.isInterim }
    expected.isReused = nil
    require(found == expected, "a response from a stream is that of a connection", "\(asked) \(manner) \(end)\n  \(expected)\n  \(found)")
  }

  /// The first bytes FE stand for 8192 bytes each, so that a short input can have a body that is read past the input.
  static func enlarged(_ payload: [UInt8]) -> [UInt8] {
    var left = 4
    return payload.flatMap { (byte) -> [UInt8] in
      if byte != 0xFE || left == 0 { return [byte] }
      left -= 1
      return [UInt8](repeating: 0x2E, count: 8192)
    }
  }
}
