import HTTPWireCore
import Testing

/// The chunked coding of request bodies (RFC 9112 section 7.1).
@Suite struct ChunkEncoderTests {
  @Test(
    "A chunk has its size in upper-case hexadecimal digits",
    arguments: [(1, "1"), (9, "9"), (10, "A"), (15, "F"), (16, "10"), (255, "FF"), (4096, "1000"), (65_535, "FFFF")])
  func writesSizes(_ count: Int, _ size: String) {
    let data = [UInt8](repeating: UInt8(ascii: "x"), count: count)
    var output = bytes("before")
    ChunkEncoder.append(data, to: &output)
    #expect(output == bytes("before\(size)\r\n") + data + bytes("\r\n"))
  }

  @Test("No data is no chunk, for that would be the last")
  func skipsNothing() {
    var output: [UInt8] = []
    ChunkEncoder.append([], to: &output)
    #expect(output.isEmpty)
  }

  @Test("The end is the last chunk and no trailers")
  func ends() {
    #expect(ChunkEncoder.end == bytes("0\r\n\r\n"))
  }

  @Test("A size line can be written for data that is sent on its own")
  func writesSizeLines() {
    var output: [UInt8] = []
    ChunkEncoder.appendSizeLine(.max, to: &output)
    #expect(output == bytes("7FFFFFFFFFFFFFFF\r\n"))
  }

  @Test("What was encoded is decoded, whatever the blocks", arguments: 1...20 as ClosedRange<UInt64>)
  func isReadBack(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var data: [UInt8] = []
    var reply = bytes(Vector.chunked)
    for _ in 0..<10 {
      let block = (0..<Int(generator.next() % 40)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      data += block
      ChunkEncoder.append(block, to: &reply)
    }
    reply += ChunkEncoder.end
    for preset in Preset.allCases {
      let outcome = Outcome(.randomlyCut(reply, seed: seed), ends: false, preset: preset)
      #expect(outcome.body == data)
      #expect(outcome.error == nil && outcome.unread == 0 && outcome.closeReasons.isEmpty)
    }
  }
}
