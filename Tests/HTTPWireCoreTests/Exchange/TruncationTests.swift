import HTTPWireCore
import Testing

/// Every beginning of a good reply, followed by the end of the stream (RFC 9112 section 8).
@Suite struct TruncationTests {
  /// A reply and how many of its bytes make it complete, `.max` when only the end of the stream does.
  struct Reply: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var method = "GET"
    let text: String
    var needsEnd = false
    /// Where the final head ends, so that only what comes behind can be a body cut short.
    var headLength: Int { bytes(text).count - bodyLength }
    var bodyLength = 0
  }

  static let replies = [
    Reply(
      testDescription: "A body of a length",
      text: "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 12\r\nX-A: a\r\n b\r\n\r\nhello, world", bodyLength: 12),
    Reply(
      testDescription: "A chunked body with trailers",
      text: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nA;x=y\r\n0123456789\r\n0\r\nX-T: 1\r\nX-U: 2\r\n\r\n",
      bodyLength: 50),
    Reply(
      testDescription: "A body that ends with the connection", text: "HTTP/1.0 200 OK\r\nServer: x\r\n\r\nhello", needsEnd: true,
      bodyLength: 5),
    Reply(
      testDescription: "Interim responses and the final one",
      text: "HTTP/1.1 100 Continue\r\nA: b\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
      bodyLength: 2),
    Reply(testDescription: "A reply to HEAD", method: "HEAD", text: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"),
    Reply(testDescription: "A reply without body", text: "HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n"),
  ]

  /// What the first `count` bytes and the end of the stream come to, the same in two deliveries.
  static func outcome(_ reply: Reply, _ count: Int, _ preset: Preset) -> Outcome {
    let prefix = Array(bytes(reply.text).prefix(count))
    let request = RequestLine(method: reply.method)
    let whole = Outcome(to: request, .whole(prefix), ends: true, preset: preset)
    var byBytes = Outcome(to: request, .byteByByte(prefix), ends: true, preset: preset)
    if whole.closeReasons.contains(.excessData) { byBytes.closeReasons.insert(.excessData) }
    #expect(byBytes == whole, "\(count) bytes")
    return whole
  }

  @Test("A reply cut short is an error that says so, and never a response", arguments: replies)
  func refuses(_ reply: Reply) {
    let all = bytes(reply.text)
    for count in 0..<all.count {
      let outcome = Self.outcome(reply, count, .standard)
      let isBody = count >= reply.headLength
      switch outcome.error {
      case nil: #expect(reply.needsEnd && isBody, "\(count) bytes passed for a response")
      case .remoteDisconnected, .badStatusLine, .incompleteHead: #expect(!isBody, "\(count) bytes")
      case .incompleteRead: #expect(isBody && !reply.needsEnd, "\(count) bytes")
      case let error?: Issue.record("\(count) bytes: \(error)")
      }
      #expect(outcome.closeReasons.contains(.peerClosed), "\(count) bytes")
    }
  }

  @Test("The whole reply is a response", arguments: replies, Preset.allCases)
  func accepts(_ reply: Reply, _ preset: Preset) {
    let outcome = Self.outcome(reply, .max, preset)
    #expect(outcome.error == nil)
    #expect(outcome.closeReasons.contains(.peerClosed) == reply.needsEnd || preset == .python)
  }

  /// CPython takes a head cut short for a head, and needs no more of a chunked body's end than the last size.
  @Test("CPython's leniencies make a response of some", arguments: replies)
  func acceptsAsPython(_ reply: Reply) {
    let all = bytes(reply.text)
    for count in 0..<all.count {
      let outcome = Self.outcome(reply, count, .python)
      switch outcome.error {
      case nil, .remoteDisconnected, .badStatusLine: break
      case .incompleteRead: #expect(outcome.status != nil, "\(count) bytes")
      case let error?: Issue.record("\(count) bytes: \(error)")
      }
    }
  }
}
