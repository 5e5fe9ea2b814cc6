import HTTPWireCore
import Testing

/// Replies of other protocols, which need not ever have a line end.
@Suite struct ForeignReplyTests {
  /// What a peer sends and then falls silent, and how much of it shows that it is no HTTP.
  static let replies: [(what: String, reply: String, needed: Int)] = [
    ("letters without a line end", "aaaa", 1), ("a TLS alert", "\u{15}\u{3}\u{1}\u{0}\u{2}\u{2}(", 1), ("SMTP", "220 smtp", 1),
    ("binary garbage", "\u{0}\u{FF}\u{80}", 1), ("a page of HTTP/0.9", "<html>", 1), ("a greeting that starts as HTTP does", "HELO", 2),
    ("an HTTP/ in small letters", "http/1.1 200 OK", 1), ("an HTTP that is none", "HTTQ", 4), ("a line end in front", "\r\nHTTP/1.1", 1),
    ("the name without its slash", "HTTP 200", 5),
  ]

  private static func started(_ leniency: ParsingLeniency) throws -> ClientExchange {
    var exchange = ClientExchange(leniency: leniency)
    try exchange.start(try RequestHead("GET", "/"))
    try exchange.finishRequest()
    return exchange
  }

  /// What an exchange makes of a reply so far: nil is to wait for more.
  private static func answer(of exchange: inout ClientExchange, to input: [UInt8]) throws(HTTPException) -> ResponseHead? {
    try exchange.nextHead(in: input.span, isAtEnd: false)
  }

  @Test("What can't become HTTP is refused at the first byte that shows it", arguments: replies)
  func refusesAtOnce(what: String, reply: String, needed: Int) throws {
    let all = bytes(reply)
    for count in needed...all.count {
      for step in 1...count {
        var exchange = try Self.started(.default)
        var received = 0
        while received < needed {
          // Nothing that may still become a status line is refused.
          if received > 0 { #expect(try Self.answer(of: &exchange, to: Array(all[..<received])) == nil, "\(received) bytes") }
          received = min(received + step, count)
        }
        let input = Array(all[..<received])
        #expect(throws: HTTPException.badStatusLine(latin1(input).firstLine), "\(count) bytes in steps of \(step)") {
          try Self.answer(of: &exchange, to: input)
        }
        #expect(exchange.closeReasons == .protocolError)
      }
    }
  }

  @Test("What is refused does not depend on how the reply is cut, whatever the longest line may be", arguments: -1...8)
  func refusesByTheLimit(limit: Int) throws {
    var limits = ParsingLimits.default
    limits.lineLength = limit
    for reply in ["HTTP-1.1 101", "aaaa", "HTTQ", "H", "HTTP/1.1 2"] {
      var errors: [HTTPException?] = []
      for step in [1, reply.utf8.count] {
        var exchange = ClientExchange(limits: limits)
        try exchange.start(RequestHead("GET", "/"))
        try exchange.finishRequest()
        var error: HTTPException?
        var received = 0
        while received < reply.utf8.count, error == nil {
          received = min(received + step, reply.utf8.count)
          do throws(HTTPException) {
            _ = try exchange.nextHead(in: Array(bytes(reply)[..<received]).span, isAtEnd: false)
          } catch let thrown {
            error = thrown.isBadStatusLine ? .badStatusLine("") : thrown
          }
        }
        errors.append(error)
      }
      #expect(errors[0] == errors[1], "\(reply)")
    }
  }

  @Test("As CPython does, .python waits for the line", arguments: replies)
  func waitsAsCPython(what: String, reply: String, needed: Int) throws {
    guard !reply.utf8.contains(0x0A) else { return }
    var exchange = try Self.started(.python)
    #expect(try Self.answer(of: &exchange, to: bytes(reply)) == nil)
  }
}

extension String {
  /// Up to the first line feed, with it.
  fileprivate var firstLine: String {
    guard let feed = unicodeScalars.firstIndex(of: "\n") else { return self }
    return String(unicodeScalars[...feed])
  }
}
