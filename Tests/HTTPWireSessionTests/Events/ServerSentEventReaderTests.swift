import HTTPWireSession
import Testing

/// The algorithm of WHATWG HTML section 9.2.6, in every delivery.
struct ServerSentEventReaderTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let stream: String
    let events: [ServerSentEvent]
    let lastEventID: String
    let retry: Duration?

    init(_ testDescription: String, _ stream: String, _ events: [ServerSentEvent], id: String = "", retry: Duration? = nil) {
      self.testDescription = testDescription
      self.stream = stream
      self.events = events
      lastEventID = id
      self.retry = retry
    }
  }

  private static func event(_ data: String, id: String = "", type: String = "message") -> ServerSentEvent {
    ServerSentEvent(id: id, type: type, data: data)
  }

  static let cases = [
    // The specification's own examples.
    Case(
      "three messages",
      "data: This is the first message.\n\ndata: This is the second message, it\ndata: has two lines.\n\ndata: This is the third message.\n\n",
      [event("This is the first message."), event("This is the second message, it\nhas two lines."), event("This is the third message.")]),
    Case(
      "types", "event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\nevent: add\ndata: 113411\n\n",
      [event("73857293", type: "add"), event("2153", type: "remove"), event("113411", type: "add")]),
    Case("a stock ticker", "data: YHOO\ndata: +2\ndata: 10\n\n", [event("YHOO\n+2\n10")]),
    Case(
      "a comment, an id, an id reset and an unfinished event",
      ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n",
      [event("first event", id: "1"), event("second event")]),
    Case("empty data", "data\n\ndata\ndata\n\ndata:", [event(""), event("\n")]),
    Case("one leading space goes", "data:test\n\ndata: test\n\ndata:  test\n\n", [event("test"), event("test"), event(" test")]),
    // What they do not show.
    Case("an empty stream", "", []),
    Case("CR", "data: a\rdata: b\r\rdata: c\r\r", [event("a\nb"), event("c")]),
    Case("CR LF", "data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n", [event("a\nb"), event("c")]),
    Case("mixed line ends", "data: a\r\ndata: b\n\rdata: c\r\n\n", [event("a\nb"), event("c")]),
    Case("a byte order mark", "\u{FEFF}data: a\n\n", [event("a")]),
    Case("a second byte order mark is part of a name", "\u{FEFF}\u{FEFF}data: a\n\ndata: b\n\n", [event("b")]),
    Case("a byte order mark is one at the start only", "\n\u{FEFF}data: a\n\n", []),
    Case("a mark alone", "\u{FEFF}", []),
    Case("no data is no event, but its id counts", "id: 7\nevent: x\n\ndata: a\n\n", [event("a", id: "7")], id: "7"),
    Case("the id of an unfinished event does not count", "id: 1\ndata: a\n\nid: 2\ndata: b\n", [event("a", id: "1")], id: "1"),
    Case("an id with NUL is ignored", "id: 1\nid: 2\0\ndata: a\n\n", [event("a", id: "1")], id: "1"),
    Case(
      "ids stay until they are replaced", "id: 1\ndata: a\n\ndata: b\n\nid:\ndata: c\n\n",
      [event("a", id: "1"), event("b", id: "1"), event("c")]),
    Case("an empty type is message", "event: x\nevent:\ndata: a\n\n", [event("a")]),
    Case("retry", "retry: 1500\n\n", [], retry: .milliseconds(1500)),
    Case(
      "retry counts at once", "retry: 010\nretry: 1x\nretry: -1\nretry:\nretry: 1.5\nretry:  2\nretry: \u{661}\n", [],
      retry: .milliseconds(10)),
    Case("a retry that no number holds", "retry: 99999999999999999999\n", []),
    Case("unknown fields and comments", "x: 1\nDATA: b\ndata : c\n:data: d\n data: e\nid2: 3\n\ndata: a\n:\n\n", [event("a")]),
    Case("colons in a value", "data: a: b:c\n\ndata::\n\n", [event("a: b:c"), event(":")]),
    Case(
      "text beyond ASCII", "event: \u{E9}\nid: \u{20AC}\ndata: \u{1F600}\n\n", [event("\u{1F600}", id: "\u{20AC}", type: "\u{E9}")],
      id: "\u{20AC}"),
    Case("NUL in data and type", "event: a\0\ndata: b\0\n\n", [event("b\0", type: "a\0")]),
    Case("other line separators are text", "data: a\u{2028}b\u{85}c\u{B}d\n\n", [event("a\u{2028}b\u{85}c\u{B}d")]),
  ]

  private static func check(_ row: Case, _ reader: ServerSentEventReader, _ events: [ServerSentEvent]) {
    #expect(events == row.events)
    #expect(reader.lastEventID == row.lastEventID)
    #expect(reader.reconnectionTime == row.retry)
  }

  private static func run(_ pieces: [[UInt8]], _ reader: inout ServerSentEventReader) throws -> [ServerSentEvent] {
    var events: [ServerSentEvent] = []
    for piece in pieces {
      reader.feed(piece)
      while let event = try reader.next() { events.append(event) }
    }
    return events
  }

  @Test(arguments: cases) func `every split gives the same events`(row: Case) throws {
    let bytes = Array(row.stream.utf8)
    for first in 0...bytes.count {
      for second in [first, (first + bytes.count) / 2, bytes.count] {
        var reader = ServerSentEventReader()
        let events = try Self.run([Array(bytes[..<first]), Array(bytes[first..<second]), Array(bytes[second...])], &reader)
        Self.check(row, reader, events)
      }
    }
    var reader = ServerSentEventReader()
    let events = try Self.run(bytes.map { [$0] }, &reader)
    Self.check(row, reader, events)
  }

  @Test func `bytes that are not UTF-8 are replaced, and swallow no line end`() throws {
    var reader = ServerSentEventReader()
    reader.feed([0xEF, 0xBB])
    #expect(try reader.next() == nil)
    reader.feed(Array("data\n\ndata: ".utf8) + [0xFF, 0xE2, 0x82, 0x0A, 0x0A])
    #expect(try reader.next() == ServerSentEvent(data: "\u{FFFD}\u{FFFD}"))
    #expect(try reader.next() == nil)
  }

  @Test(arguments: ["\r", "\n", "\r\n"]) func `an event comes out with the first byte that ends it`(end: String) throws {
    var reader = ServerSentEventReader()
    let bytes = Array("data: a\(end)\(end)".utf8)
    reader.feed(Array(bytes.dropLast(end.utf8.count)))
    #expect(try reader.next() == nil)
    reader.feed(Array(end.utf8.prefix(1)))
    #expect(try reader.next() == ServerSentEvent(data: "a"))
    reader.feed(Array("\ndata: b\n\n".utf8))
    #expect(try reader.next() == ServerSentEvent(data: "b"))
  }

  @Test func `an id counts when its event comes out, not when its bytes have come`() throws {
    var reader = ServerSentEventReader(lastEventID: "0")
    reader.feed(Array("id: 1\ndata: a\n\nid: 2\ndata: b\n\n".utf8))
    #expect(reader.lastEventID == "0")
    _ = try reader.next()
    #expect(reader.lastEventID == "1")
    _ = try reader.next()
    #expect(reader.lastEventID == "2")
  }

  /// With a limit of 16 bytes: what fits, and what is one byte too long.
  static let limits: [(String, String, HTTPException)] = [
    ("data: 0123456789\n\n", "data: 0123456789x", .lineTooLong(kind: "event line", limit: 16)),
    (":123456789012345\r\rdata: a\n\n", ":1234567890123456\n", .lineTooLong(kind: "event line", limit: 16)),
    ("data: 01234567\ndata: 9012345\n\n", "data: 01234567\ndata: 90123456\n", .limitExceeded(what: "bytes of an event", limit: 16)),
    (
      String(repeating: "data\n", count: 17) + "\n", String(repeating: "data\n", count: 18),
      .limitExceeded(what: "bytes of an event", limit: 16)
    ),
  ]

  @Test(arguments: 0..<limits.count) func `lines and events are bounded to the byte`(row: Int) throws {
    let (fitting, tooLong, error) = Self.limits[row]
    for splits in [true, false] {
      var reader = ServerSentEventReader(limit: 16)
      let pieces = { (text: String) in splits ? text.utf8.map { [$0] } : [Array(text.utf8)] }
      #expect(try Self.run(pieces(fitting), &reader).count == 1)
      reader.feed(Array("data: last\n\n".utf8))
      #expect(try reader.next() == ServerSentEvent(data: "last"))
      #expect(throws: error) { _ = try Self.run(pieces(tooLong), &reader) }
      // The stream is lost, until another begins.
      reader.feed(Array("\n\ndata: a\n\n".utf8))
      #expect(throws: error) { try reader.next() }
      reader.restart()
      #expect(try Self.run(pieces("data: a\n\n"), &reader) == [ServerSentEvent(data: "a")])
    }
  }

  @Test func `the events before one that is too long come out first`() throws {
    var reader = ServerSentEventReader(limit: 8)
    reader.feed(Array("data: a\n\nid: 5\n\ndata: 1234567\n\n".utf8))
    #expect(try reader.next() == ServerSentEvent(data: "a"))
    #expect(throws: HTTPException.lineTooLong(kind: "event line", limit: 8)) { try reader.next() }
    #expect(reader.lastEventID == "5")
  }

  @Test func `a line of megabytes in small pieces is read once`() throws {
    var reader = ServerSentEventReader()
    reader.feed(Array("data: ".utf8))
    let piece = [UInt8](repeating: 0x61, count: 1000)
    for _ in 0..<2000 {
      reader.feed(piece.span)
      #expect(try reader.next() == nil)
    }
    reader.feed(Array("\n\n".utf8))
    #expect(try reader.next()?.data.utf8.count == 2_000_000)
  }

  @Test func `a new stream continues with the id and the time, and with nothing else`() throws {
    var reader = ServerSentEventReader()
    _ = try Self.run([Array("\u{FEFF}id: \u{20AC}\nretry: 5\ndata: a\n\nid: 8\nevent: x\ndata: half\r".utf8)], &reader)
    reader.restart()
    #expect(try Self.run([Array("\u{FEFF}\ndata: b\n\n".utf8)], &reader) == [ServerSentEvent(id: "\u{20AC}", data: "b")])
    #expect(reader.reconnectionTime == .milliseconds(5))
    let headers = reader.requestHeaders
    #expect(headers.keys == ["Accept", "Cache-Control", "Last-Event-ID"])
    #expect(Array(headers.valueBytes(at: 2)) == [0xE2, 0x82, 0xAC])
    #expect(ServerSentEventReader().requestHeaders.keys == ["Accept", "Cache-Control"])
  }
}
