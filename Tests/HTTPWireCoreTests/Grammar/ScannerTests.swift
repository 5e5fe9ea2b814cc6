import Testing

@testable import HTTPWireCore

/// The scanner beside loops that look at one byte after the other.
@Suite struct ScannerTests {
  /// Each byte, at each place of two blocks and of what is left behind them.
  private static func forEachByte(_ body: (_ bytes: [UInt8], _ byte: UInt8, _ place: Int) -> Void) {
    for byte in UInt8.min...UInt8.max {
      for place in 0..<19 {
        var bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 19)
        bytes[place] = byte
        body(bytes, byte, place)
      }
    }
  }

  @Test("A line feed is found wherever it stands, and nothing else is taken for one")
  func lineFeeds() {
    Self.forEachByte { bytes, byte, place in
      let found = Scanner.lineFeed(in: bytes.span, from: 0, to: bytes.count)
      if found != (byte == ASCII.lineFeed ? place : nil) { Issue.record("\(byte) at \(place): \(found ?? -1)") }
    }
  }

  @Test("One byte is found at every place of bytes of every length: a line feed, one beyond ASCII, one that differs")
  func oneByteOfMany() {
    for count in 0..<80 {
      let plain = [UInt8](repeating: UInt8(ascii: "x"), count: count)
      let capitals = [UInt8](repeating: UInt8(ascii: "X"), count: count)
      let isFound = Scanner.lineFeed(in: plain.span, from: 0, to: count) != nil
      let isEqual = Scanner.equal(plain.span, from: 0, count: count, capitals.span)
      if isFound || !isEqual || !Scanner.isASCII(plain.span) { Issue.record("without one, of \(count)") }
      for place in 0..<count {
        for byte in [ASCII.lineFeed, 0x0B, 0x80, 0x8A, 0xFF] {
          var bytes = plain
          bytes[place] = byte
          let isFound = Scanner.lineFeed(in: bytes.span, from: 0, to: count) == (byte == ASCII.lineFeed ? place : nil)
          let isEqual = Scanner.equal(bytes.span, from: 0, count: count, plain.span)
          if !isFound || isEqual || Scanner.isASCII(bytes.span) != (byte < 0x80) { Issue.record("\(byte) at \(place) of \(count)") }
        }
      }
    }
  }

  @Test("A token ends at the first byte that is no token character")
  func tokens() {
    Self.forEachByte { bytes, byte, place in
      let end = Scanner.endOfToken(in: bytes.span, from: 0, to: bytes.count)
      if end != (ASCII.isTokenCharacter(byte) ? 19 : place) { Issue.record("\(byte) at \(place): \(end)") }
    }
  }

  @Test("A value ends at the first control character but tab")
  func values() {
    Self.forEachByte { bytes, byte, place in
      let end = Scanner.endOfValue(in: bytes.span, from: 0, to: bytes.count)
      if end != (byte >= 0x20 || byte == ASCII.tab ? 19 : place) { Issue.record("\(byte) at \(place): \(end)") }
    }
  }

  @Test("Text ends at the first byte that is not ASCII, a control character, or too low", arguments: [0x20, 0x21] as [UInt8])
  func texts(_ lowest: UInt8) {
    Self.forEachByte { bytes, byte, place in
      let end = Scanner.endOfASCII(notBelow: lowest, in: bytes.span, from: 0, to: bytes.count)
      if end != (lowest...0x7E ~= byte ? 19 : place) { Issue.record("\(byte) at \(place): \(end)") }
    }
  }

  @Test("Bounds beyond the bytes are those of the bytes")
  func bounds() {
    let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 19)
    #expect(Scanner.endOfToken(in: bytes.span, from: -5, to: 100) == 19)
    #expect(Scanner.endOfValue(in: bytes.span, from: -5, to: 100) == 19)
    #expect(Scanner.endOfASCII(notBelow: 0x20, in: bytes.span, from: -5, to: 100) == 19)
    #expect(Scanner.fieldLine(in: Array("a:b\r\n".utf8).span, from: 0, to: 100)?.value.next == 5)
    #expect(Scanner.fieldLine(in: Array("a:b\r\n".utf8).span, from: -5, to: 100) == nil)
    #expect(Scanner.endOfToken(in: bytes.span, from: 0, to: .min) == 0)
    #expect(Scanner.endOfValue(in: bytes.span, from: 0, to: .min) == 0)
    #expect(Scanner.endOfASCII(notBelow: 0x20, in: bytes.span, from: 0, to: .min) == 0)
    #expect(Scanner.restOfLine(in: bytes.span, from: 0, to: .min) == nil)
    for start in [40, .max - 2, .max - 1, .max] {
      #expect(Scanner.restOfLine(in: bytes.span, from: start, to: 19) == nil)
      #expect(Scanner.restOfLine(in: bytes.span, from: start, to: .max) == nil)
      #expect(Scanner.fieldLine(in: bytes.span, from: start, to: .max) == nil)
      #expect(Scanner.endOfToken(in: bytes.span, from: start, to: .max) == start)
      #expect(Scanner.endOfValue(in: bytes.span, from: start, to: .max) == start)
      #expect(Scanner.endOfASCII(notBelow: 0x20, in: bytes.span, from: start, to: .max) == start)
      #expect(Scanner.equal(bytes.span, from: start, count: 1, "x") == false)
    }
    #expect(Scanner.fieldLine(in: Array("a:b\r\n".utf8).span, from: 0, to: .min) == nil)
    #expect(Scanner.fieldLine(in: Array("a:b\r\n".utf8).span, from: 7, to: 100) == nil)
  }

  @Test("A word equals what differs from it by the case of letters, and no other byte", arguments: ["keep-alive", "a-1"])
  func words(_ word: String) {
    let good = Array(word.utf8)
    for position in good.indices {
      for byte in UInt8.min...UInt8.max {
        var bytes = good
        bytes[position] = byte
        let isEqual =
          word == "a-1" ? Scanner.equal(bytes.span, from: 0, count: 3, "a-1") : Scanner.equal(bytes.span, from: 0, count: 10, "keep-alive")
        let folded = 0x41...0x5A ~= byte ? byte + 0x20 : byte
        #expect(isEqual == (folded == good[position]), "\(byte) at \(position)")
      }
    }
  }

  @Test("A word equals nothing that is longer or shorter", arguments: [-1, 0, 9, 11, .max])
  func lengths(_ count: Int) {
    let bytes = Array("keep-alive-keep-alive".utf8)
    #expect(Scanner.equal(bytes.span, from: 0, count: count, "keep-alive") == false)
    #expect(Scanner.equal(bytes.span, from: 11, count: count, "keep-alive") == false)
    #expect(Scanner.equal(bytes.span, from: 11, count: 10, "keep-alive") == true)
  }

  @Test("A field line is found where a search byte by byte finds it, and ends where it may end")
  func fieldLines() {
    var numbers = Numbers()
    var found = 0
    for _ in 0..<20_000 {
      let bytes = numbers.line()
      let start = numbers.below(3)
      let end = bytes.count - numbers.below(3)
      let line = Scanner.fieldLine(in: bytes.span, from: start, to: end)
      let expected = Self.fieldLine(bytes, start, end)
      if line.map({ [$0.nameEnd, $0.value.start, $0.value.end, $0.value.next] }) != expected {
        Issue.record("\(bytes), \(start)..<\(end)")
      }
      if expected != nil { found += 1 }
    }
    #expect(found > 2_000)
  }

  private static func fieldLine(_ bytes: [UInt8], _ start: Int, _ end: Int) -> [Int]? {
    guard start < end else { return nil }
    let line = bytes[start..<end]
    guard let colon = line.firstIndex(where: { !ASCII.isTokenCharacter($0) }), bytes[colon] == ASCII.colon, colon > start,
      let high = line[colon...].firstIndex(where: { $0 < 0x20 && $0 != ASCII.tab }), high + 1 < end, bytes[high] == ASCII.carriageReturn,
      bytes[high + 1] == ASCII.lineFeed
    else { return nil }
    let value = line[(colon + 1)..<high].trimmingWhitespace()
    // Nothing but blanks is nothing, behind them.
    let low = value.isEmpty ? high : value.startIndex
    return [colon, low, max(value.endIndex, low), high + 2]
  }
}

/// Numbers that look random and are the same each time.
private struct Numbers {
  private var state: UInt64 = 5

  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }

  /// A field line of any length that has nothing wrong with it, or one byte.
  mutating func line() -> [UInt8] {
    let name = (0..<below(21)).map { _ in Array("azAZ09-._!~".utf8)[below(11)] }
    let value = (0..<below(40)).map { _ in [0x20, 0x09, 0x41, 0x7E, 0x7F, 0x80, 0x9F, 0xFF][below(8)] as UInt8 }
    var bytes = name + [ASCII.colon] + value + [ASCII.carriageReturn, ASCII.lineFeed] + Array("\r\nxx".utf8.prefix(below(5)))
    if below(3) == 0 { bytes[below(bytes.count)] = UInt8(below(256)) }
    return bytes
  }
}
