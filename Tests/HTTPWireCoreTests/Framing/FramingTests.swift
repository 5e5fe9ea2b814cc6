import HTTPWireCore
import Testing

/// How the end of a body is found: RFC 9112 section 6.3, step by step, and CPython's rules.
@Suite struct FramingTests {
  static let ok = Vector.ok
  static let toTheEnd = Expectation.response(200, body: "hello", framing: .untilClose, closes: .untilClose)

  static let noBody = [
    Vector("204 has no body", "HTTP/1.1 204 OK\r\nContent-Length: 5\r\n\r\n", .response(204, framing: .none)),
    Vector("304 has no body", "HTTP/1.1 304 OK\r\nContent-Length: 5\r\n\r\n", .response(304, framing: .none)),
    Vector("A reply to HEAD has no body", to: "HEAD", ok + "Content-Length: 5\r\n\r\n", .response(200, framing: .none)),
    Vector("A reply to HEAD needs no length", to: "HEAD", ok + "\r\n", .response(200, framing: .none)),
    Vector(
      "A reply to head has a body, names of methods being case-sensitive", to: "head", ok + "Content-Length: 5\r\n\r\nhello",
      .response(200, body: "hello", framing: .length(5))),
    Vector(
      "205 has the body it says it has", "HTTP/1.1 205 OK\r\nContent-Length: 1\r\n\r\nx", .response(205, body: "x", framing: .length(1))),
    Vector(
      "The bytes of a body behind 204 are none of it", "HTTP/1.1 204 OK\r\n\r\nhello",
      .response(204, framing: .none, closes: .excessData)),
    Vector(
      "The bytes of a body behind 304 are none of it", "HTTP/1.1 304 OK\r\nContent-Length: 5\r\n\r\nhello",
      .response(304, framing: .none, closes: .excessData)),
    Vector(
      "The bytes of a body behind a reply to HEAD are none of it", to: "HEAD", ok + "Content-Length: 5\r\n\r\nhello",
      .response(200, framing: .none, closes: .excessData)),
    Vector(
      "204 has no body even if it is chunked", "HTTP/1.1 204 OK\r\nTransfer-Encoding: chunked\r\n\r\n", .response(204, framing: .none),
      unlikeCPython: "it waits for chunks (gh-157951); never copied"),
    Vector(
      "304 has no body even if it is chunked", "HTTP/1.1 304 OK\r\nTransfer-Encoding: chunked\r\n\r\n", .response(304, framing: .none),
      unlikeCPython: "it waits for chunks (gh-157951); never copied"),
    Vector(
      "A reply to HEAD has no body even if it is chunked", to: "HEAD", ok + "Transfer-Encoding: chunked\r\n\r\n",
      .response(200, framing: .none)),
    Vector(
      "No length is read where there is no body", "HTTP/1.1 304 OK\r\nContent-Length: x\r\nTransfer-Encoding: y\r\n\r\n",
      .response(304, framing: .none)),
  ]

  static let lengths = [
    Vector("A body of a length", ok + "Content-Length: 5\r\n\r\nhello", .response(200, body: "hello", framing: .length(5))),
    Vector("A body of no length", ok + "Content-Length: 0\r\n\r\n", .response(200, framing: .length(0))),
    Vector("A body without length or coding ends with the connection", ok + "\r\nhello", ends: true, toTheEnd),
    Vector("So it does when it is empty", ok + "\r\n", ends: true, .response(200, framing: .untilClose, closes: .untilClose)),
    Vector(
      "A body cut short is no body", ok + "Content-Length: 10\r\n\r\nhello", ends: true,
      .short("hello", expected: 5, framing: .length(10))),
    Vector(
      "A body that did not begin is no body", ok + "Content-Length: 5\r\n\r\n", ends: true, .short("", expected: 5, framing: .length(5))),
    Vector(
      "A huge length is believed, not allocated", ok + "Content-Length: 1099511627776\r\n\r\nhello", ends: true,
      .short("hello", expected: 1_099_511_627_771, framing: .length(1_099_511_627_776)),
      unlikeCPython: "MemoryError; never copied"),
    Vector(
      "Bytes behind a body end the connection", ok + "Content-Length: 5\r\n\r\nhello world",
      .response(200, body: "hello", framing: .length(5), closes: .excessData)),
    Vector(
      "A second response ends the connection", ok + "Content-Length: 5\r\n\r\nhello" + ok + "Content-Length: 4\r\n\r\nevil",
      .response(200, body: "hello", framing: .length(5), closes: .excessData)),
    Vector(
      "Equal lengths are one", ok + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
      .response(200, body: "hello", framing: .length(5))),
    Vector(
      "Equal lengths that are written otherwise are one", ok + "Content-Length: 5\r\nContent-Length: 05\r\n\r\nhello",
      .response(200, body: "hello", framing: .length(5))),
    Vector(
      "Lengths that differ", ok + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", .noHead(.invalidContentLength("5, 6")),
      python: .response(200, body: "hello", framing: .length(5))),
    Vector(
      "A first length that is none", ok + "Content-Length: x\r\nContent-Length: 5\r\n\r\nhello", ends: true,
      .noHead(.invalidContentLength("x, 5")), python: toTheEnd),
    Vector(
      "A list of equal lengths is one", ok + "Content-Length: 5, 5\r\n\r\nhello", ends: true,
      .response(200, body: "hello", framing: .length(5)), python: toTheEnd),
    Vector(
      "A list of lengths that differ", ok + "Content-Length: 5, 6\r\n\r\nhello", ends: true, .noHead(.invalidContentLength("5, 6")),
      python: toTheEnd),
    Vector("A negative length", ok + "Content-Length: -5\r\n\r\nhello", ends: true, .noHead(.invalidContentLength("-5")), python: toTheEnd),
  ]

  static let codings = [
    Vector("A chunked body", Vector.chunked + "5\r\nhello\r\n0\r\n\r\n", .response(200, body: "hello", framing: .chunked)),
    Vector(
      "The coding's name has no case", ok + "transfer-encoding: CHUNKED\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
      .response(200, body: "hello", framing: .chunked)),
    Vector(
      "Blanks behind the coding are no part of it", ok + "Transfer-Encoding: chunked \r\n\r\n0\r\n\r\n", ends: true,
      .response(200, framing: .chunked), python: .response(200, body: "0\r\n\r\n", framing: .untilClose, closes: .untilClose)),
    Vector(
      "Empty members of the list are nothing", ok + "Transfer-Encoding: , chunked,\r\n\r\n0\r\n\r\n", ends: true,
      .response(200, framing: .chunked), python: .response(200, body: "0\r\n\r\n", framing: .untilClose, closes: .untilClose)),
    Vector(
      "Chunks win over a length, and the connection ends",
      ok + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
      .response(200, body: "hello", framing: .chunked, closes: .lengthAndChunked),
      python: .response(200, body: "hello", framing: .chunked)),
    Vector(
      "A length behind the coding makes no difference",
      ok + "Transfer-Encoding: chunked\r\nContent-Length: x\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
      .response(200, body: "hello", framing: .chunked, closes: .lengthAndChunked),
      python: .response(200, body: "hello", framing: .chunked)),
    Vector(
      "HTTP/1.0 has no chunks, so whoever sends them is not believed again",
      "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      .response(200, version: .http10, framing: .chunked, closes: .chunkedInHTTP10),
      python: .response(200, version: .http10, framing: .chunked)),
    unknown("A coding before chunked", "gzip, chunked"),
    unknown("A coding behind chunked", "chunked, gzip"),
    unknown("Chunked twice in a list", "chunked, chunked"),
    unknown("No coding at all", ""),
    unknown("identity", "identity"),
    unknown("A name that ends in chunked", "xchunked"),
    unknown("A parameter", "chunked;q=1"),
    unknown("Quotes", "\"chunked\""),
    unknown("A vertical tab", "\u{B}chunked"),
    unknown("A semicolon", "chunked;"),
    unknown("A letter that folds to k elsewhere", "chun\u{212A}ed".replacingKelvin()),
    Vector(
      "Chunked in two fields", ok + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
      .noHead(.unknownTransferEncoding("chunked, chunked")), python: .response(200, body: "hello", framing: .chunked)),
    Vector(
      "Another coding in a second field",
      ok + "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
      .noHead(.unknownTransferEncoding("chunked, gzip")), python: .response(200, body: "hello", framing: .chunked)),
    Vector(
      "A length beside an unknown coding", ok + "Transfer-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
      .noHead(.unknownTransferEncoding("gzip")), python: .response(200, body: "hello", framing: .length(5))),
  ]

  /// A `Transfer-Encoding` that is refused, and whose body CPython leaves as it is.
  static func unknown(_ name: String, _ coding: String) -> Vector {
    Vector(
      "\(name) is an unknown transfer coding", ok + "Transfer-Encoding: \(coding)\r\n\r\nhello", ends: true,
      .noHead(.unknownTransferEncoding(coding)), python: toTheEnd)
  }

  static let tunnels = [
    Vector(
      "What follows a 2xx reply to CONNECT is another protocol", to: "CONNECT", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhello",
      ends: true,
      .response(200, body: "hello", framing: .tunnel, closes: [.switchedProtocols, .peerClosed]),
      python: .response(200, body: "he", framing: .length(2), closes: .excessData)),
    Vector(
      "Any other reply to CONNECT is a reply", to: "CONNECT", "HTTP/1.1 407 OK\r\nContent-Length: 5\r\n\r\nhello",
      .response(407, body: "hello", framing: .length(5))),
    Vector(
      "What follows 101 is another protocol", with: ["Upgrade": "x"], "HTTP/1.1 101 OK\r\n\r\nhello",
      .response(101, framing: .switched, closes: .switchedProtocols)),
    Vector(
      "101 that nobody asked for", "HTTP/1.1 101 OK\r\n\r\nhello", .noHead(.unexpectedUpgrade),
      python: .response(101, framing: .switched, closes: .switchedProtocols)),
  ]

  @Test("Framing", arguments: noBody + lengths + codings + tunnels, Preset.allCases)
  func frames(_ vector: Vector, _ preset: Preset) {
    vector.check(preset)
  }
}

extension String {
  /// The sign for kelvin has no Latin-1 byte; its UTF-8 bytes as they would come.
  fileprivate func replacingKelvin() -> String { latin1(utf8) }
}
