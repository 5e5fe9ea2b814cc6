import HTTPWire
import HTTPWireTesting
import Testing

struct MixedReadingTests {
  @Test(arguments: Framing.allCases, Delivery.all)
  func `any sequence of operations puts the body together again`(framing: Framing, delivery: Delivery) throws {
    for seed in 0..<60 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let body = (0..<Int.random(in: 0...700, using: &generator)).map { _ in latin1("ab\n\r;0 ").randomElement(using: &generator) ?? 0 }
      let response = try Scripted(framing.reply(body), delivery).response
      var taken: [UInt8] = []
      var trace: [Operation] = []
      while !response.isClosed {
        let amount = Int.random(in: 0...40, using: &generator)
        let operation: Operation =
          [
            .read(amount), .readSpan(amount), .readRawSpan(amount), .readBuffer(amount), .read1(amount), .readLine(amount),
            .readLines(amount + 1), .readLine(-1),
          ].randomElement(using: &generator) ?? .readAll
        trace.append(operation)
        let seen = try Bool.random(using: &generator) ? response.peek() : []
        let remaining = response.remainingLength
        let bytes = try operation.run(response)
        taken += bytes
        #expect(seen.prefix(bytes.count).elementsEqual(bytes.prefix(seen.count)), "\(trace)")
        if let remaining, !response.isClosed { #expect(response.remainingLength == remaining - UInt64(bytes.count)) }
      }
      #expect(taken == body, "seed \(seed): \(trace)")
    }
  }

  @Test(arguments: Framing.allCases, Preset.allCases)
  func `bodies larger than any buffer come whole, whatever the operation`(framing: Framing, preset: Preset) throws {
    var generator = SeededGenerator(seed: 5)
    let body = (0..<400_000).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let reply = framing.reply(body)
    for operation in [Operation.readAll, .read(400_000), .readSpan(400_000), .readBuffer(400_000), .lines, .chunks(65_536), .chunks(100)] {
      for delivery in [Delivery.whole, .random(seed: 3, longest: 50_000)] {
        let response = try Scripted(reply, delivery, leniency: preset.leniency).response
        #expect(try operation.run(response) == body)
      }
    }
  }

  @Test(arguments: Framing.allCases)
  func `a large body is read straight into the caller's memory, in reads as large as it has room`(framing: Framing) throws {
    let body = [UInt8](repeating: 7, count: 300_000)
    let head = latin1("HTTP/1.1 200 OK\r\n\(framing.field(body.count))\r\n")
    let encoded = framing == .chunked ? latin1("493e0\r\n") + body + latin1("\r\n0\r\n\r\n") : body
    let scripted = try Scripted(head + encoded, .cuts([head.count]))
    #expect(try scripted.response.readSpan(300_000) == body)
    #expect(scripted.stream.readTimeouts.count <= 4)
  }
}
