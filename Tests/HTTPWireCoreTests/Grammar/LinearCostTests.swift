import Testing

@testable import HTTPWireCore

/// That no byte is looked at again because more have come: what a parser has left behind may change under it unnoticed.
@Suite struct LinearCostTests {
  /// A head of 64 KiB in long lines and short.
  static let head =
    bytes("HTTP/1.1 200 OK\r\nA: " + String(repeating: "a", count: 40_000) + "\r\n" + FieldLineTests.fields(80, value: 280) + "\r\n")

  @Test("The search for a line's end takes up where it stopped")
  func searchesEachByteOnce() throws {
    var reader = LineReader()
    var line = bytes(String(repeating: "a", count: 2000))
    for count in 1...line.count {
      #expect(try reader.next(in: line.span.extracting(..<count), limit: 65_536, kind: "") == nil)
      // A second look at this byte would now find the end.
      line[count - 1] = ASCII.lineFeed
    }
  }

  @Test("A head fed byte by byte is parsed line by line, and no line twice")
  func parsesEachLineOnce() throws {
    var parser = ResponseHeadParser()
    var received: [UInt8] = []
    received.reserveCapacity(Self.head.count)
    var lineStart = 0
    for (index, byte) in Self.head.enumerated() {
      received.append(byte)
      let isLast = index == Self.head.count - 1
      if isLast { received = Self.head }
      let found = try parser.advance(received.span, limits: .default, leniency: .default)
      #expect((found == nil) == !isLast)
      if byte == ASCII.lineFeed {
        // A second look at any of these lines would be an error.
        for position in lineStart...index { received[position] = 0 }
        lineStart = index + 1
      }
      if let found {
        let head = parser.takeHead(found, received.span, leniency: .default)
        #expect(head.headers.count == 81)
      }
    }
  }

  @Test("A line that was incomplete is not gone through again, however often more of it comes", arguments: [17, 19])
  func looksAtTheEndOfALongLineOnce(_ start: Int) throws {
    // In the status line and in a field; a second look at the line end that is put in for a while would take it for one.
    let head = bytes(
      "HTTP/1.1 200 " + (start == 17 ? "OK" + String(repeating: "k", count: 500) : "OK") + "\r\nA: " + String(repeating: "a", count: 500)
        + "\r\n\r\n")
    var parser = ResponseHeadParser()
    var received: [UInt8] = []
    for (index, byte) in head.enumerated() {
      received.append(byte)
      if index == start + 20 { (received[start + 4], received[start + 5]) = (ASCII.carriageReturn, ASCII.lineFeed) }
      if index == start + 300 { received = Array(head[...index]) }
      let found = try parser.advance(received.span, limits: .default, leniency: .default)
      #expect((found == nil) == (index < head.count - 1))
      if let found {
        let head = parser.takeHead(found, received.span, leniency: .default)
        #expect(head.headers.count == 1)
      }
    }
  }

  @Test("Chunk framing that was understood is dropped, so the next call begins behind it")
  func dropsFraming() throws {
    var decoder = ChunkDecoder()
    let framing = bytes("5;" + String(repeating: "e", count: 10_000))
    var received: [UInt8] = []
    for byte in framing {
      received.append(byte)
      #expect(try decoder.advance(received.span, limits: .default, leniency: .default) == BodyStep())
    }
    received += bytes("\r\nhel")
    let step = try decoder.advance(received.span, limits: .default, leniency: .default)
    #expect(step == BodyStep(framing: framing.count + 2, data: 3))
  }
}
