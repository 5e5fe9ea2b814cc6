import HTTPWire
import HTTPWireTesting
import Testing

struct ParseHeadersTests {
  @Test(arguments: Delivery.all, Preset.allCases)
  func `a header block is read up to its blank line, and the stream stands at what follows`(delivery: Delivery, preset: Preset) throws {
    let stream = ScriptedStream(delivery.pieces(of: "A: 1\r\nb: 2\r\na: 3\r\n\r\nbody"), atEnd: .end)
    let headers = try parseHeaders(from: stream, leniency: preset.leniency)
    #expect(headers.keys == ["A", "b", "a"])
    #expect(headers.getAll("A") == ["1", "3"])
    #expect(text(try stream.readToEnd()) == "body")
    #expect(stream.closes == 0)
  }

  @Test(arguments: Preset.allCases) func `an empty block has no headers`(preset: Preset) throws {
    let stream = ScriptedStream("\r\nbody", atEnd: .end)
    #expect(try parseHeaders(from: stream, leniency: preset.leniency).isEmpty)
    #expect(text(try stream.readToEnd()) == "body")
  }

  @Test func `a block cut short is an error, or as CPython what came of it`() throws {
    #expect(throws: HTTPException.incompleteHead(received: latin1("A: 1\r\nB"))) {
      try parseHeaders(from: ScriptedStream("A: 1\r\nB", atEnd: .end))
    }
    let message = try parseHeaders(from: ScriptedStream("A: 1\r\nB: 2", atEnd: .end), leniency: .python)
    #expect(message.items.map(\.value) == ["1", "2"])
    let hundred = String(repeating: "A: b\r\n", count: 100)
    #expect(try parseHeaders(from: ScriptedStream(hundred, atEnd: .end), leniency: .python).count == 100)
    #expect(throws: HTTPException.limitExceeded(what: "headers", limit: 100)) {
      try parseHeaders(from: ScriptedStream(hundred + "A", atEnd: .end), leniency: .python)
    }
  }

  @Test func `lines, their length and their number are checked, and the stream's errors pass through`() throws {
    #expect(throws: HTTPException.malformedHeader(.noColon, line: latin1("bad\r\n"), received: latin1("bad\r\n"))) {
      try parseHeaders(from: ScriptedStream("bad\r\n\r\n"))
    }
    #expect(throws: HTTPException.limitExceeded(what: "headers", limit: 100)) {
      try parseHeaders(from: ScriptedStream(String(repeating: "A: b\r\n", count: 101) + "\r\n"))
    }
    #expect(throws: HTTPException.lineTooLong(kind: "header line", limit: 65_536)) {
      try parseHeaders(from: ScriptedStream("A: " + String(repeating: "x", count: 65_536)))
    }
    #expect(throws: HTTPException.timedOut(.reading)) { try parseHeaders(from: ScriptedStream("A: b\r\n", atEnd: .timeout)) }
    #expect(throws: ScriptedStream.reset) { try parseHeaders(from: ScriptedStream("A: b\r\n", atEnd: .reset)) }
  }
}
