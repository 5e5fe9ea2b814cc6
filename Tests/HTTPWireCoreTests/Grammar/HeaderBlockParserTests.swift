import HTTPWireCore
import Testing

/// Header blocks without a start line (`http.client.parse_headers`).
@Suite struct HeaderBlockParserTests {
  /// What comes of a block that is delivered in pieces; what stands behind it is returned.
  private static func parse(
    _ delivery: Delivery, _ preset: Preset, limits: ParsingLimits? = nil
  ) throws(HTTPException) -> (headers: [String], rest: String) {
    var parser = HeaderBlockParser(leniency: preset.leniency, limits: limits ?? preset.limits)
    var input: [UInt8] = []
    var pieces = delivery.pieces[...]
    var isAtEnd = false
    while true {
      if let block = try parser.nextBlock(in: input.span, isAtEnd: isAtEnd) {
        input.removeFirst(block.length)
        return (block.headers.map { "\($0.name): \($0.value)" }, latin1(input + pieces.joined()))
      }
      if let piece = pieces.popFirst() { input += piece } else { isAtEnd = true }
    }
  }

  static let blocks: [(block: String, fields: [String])] = [
    ("\r\n", []), ("A: b\r\n\r\n", ["A: b"]), ("A: b\nC:d\n\n", ["A: b", "C: d"]), ("A: b\r\nA: \r\n\r\n", ["A: b", "A: "]),
    ("A: \u{E9}\r\n\r\n", ["A: \u{E9}"]),
  ]

  @Test("A block ends with its blank line, however it arrives", arguments: blocks, Preset.allCases)
  func parses(_ row: (block: String, fields: [String]), _ preset: Preset) throws {
    for delivery in Delivery.all(bytes(row.block + "rest\r\n\r\n")) {
      let (headers, rest) = try Self.parse(delivery, preset)
      #expect(headers == row.fields, "\(delivery.name)")
      #expect(rest == "rest\r\n\r\n", "\(delivery.name)")
    }
  }

  @Test(
    "The end of the stream in a block is an error, or its end for CPython", arguments: ["", "A: b", "A: b\r", "A: b\r\n", "A: b\r\n\r"])
  func ends(_ block: String) throws {
    for delivery in Delivery.all(bytes(block)) {
      #expect(throws: HTTPException.incompleteHead(received: bytes(block))) { try Self.parse(delivery, .standard) }
      let (headers, rest) = try Self.parse(delivery, .python)
      #expect(headers == (block.isEmpty ? [] : ["A: b"]) && rest.isEmpty, "\(delivery.name)")
    }
  }

  @Test("A line that is no field line is refused")
  func refuses() {
    for delivery in Delivery.all(bytes("A: b\r\nC\r\n\r\n")) {
      #expect(throws: HTTPException.malformedHeader(.noColon, line: bytes("C\r\n"), received: bytes("A: b\r\nC\r\n"))) {
        try Self.parse(delivery, .standard)
      }
    }
  }

  @Test("Limits of any size are exceeded or not, and trap with no block", arguments: [.min, -1, 0, 1, .max], Preset.allCases)
  func limits(_ value: Int, _ preset: Preset) {
    for set in ExtremeLimitTests.limits {
      var limits = ParsingLimits.default
      set.set(&limits, value)
      for block in ["", "\r\n", "A: b\r\n\r\n", "A: b\r\nC: d"] {
        for delivery in Delivery.all(bytes(block)) {
          do {
            _ = try Self.parse(delivery, preset, limits: limits)
          } catch {
            let isLimit = ExtremeLimitTests.isLimit(error) && value < .max
            #expect(isLimit || error == .incompleteHead(received: bytes(block)), "\(set.testDescription): \(error)")
          }
        }
      }
    }
  }
}
