import HTTPWireCore
import Testing

/// What a reply must come to.
enum Expectation: Sendable {
  /// A complete response. Without `fields`, the fields are not looked at.
  case response(
    Int, String = "OK", version: HTTPVersion = .http11, fields: [String]? = nil, body: String = "", framing: BodyFraming,
    closes: CloseReasons = [], trailers: [String]? = nil, interim: [Int] = [])
  /// An error before the final head.
  case noHead(HTTPException, closes: CloseReasons = .protocolError, interim: [Int] = [])
  /// An error after the head, when this much of the body had come.
  case noEnd(HTTPException, after: String, framing: BodyFraming = .chunked, closes: CloseReasons = .protocolError)
}

/// A reply, and what must come of it under each preset.
struct Vector: Sendable, CustomTestStringConvertible {
  /// What the vector shows, as a sentence.
  let testDescription: String
  var request = RequestLine()
  let reply: [UInt8]
  /// Whether the peer closes after the reply.
  var ends = false
  let expected: Expectation
  /// The expectation under `.python` where it is another.
  let python: Expectation
  /// Why `.python` is not what CPython 3.11 does; nil where it is.
  let unlikeCPython: String?

  init(
    _ testDescription: String, to method: String = "GET", with fields: [String: String] = [:], _ reply: String, ends: Bool = false,
    _ expected: Expectation, python: Expectation? = nil, unlikeCPython: String? = nil
  ) {
    self.testDescription = testDescription
    request = RequestLine(method: method, fields: fields)
    self.reply = bytes(reply)
    self.ends = ends
    self.expected = expected
    self.python = python ?? expected
    self.unlikeCPython = unlikeCPython
  }
}

extension Vector {
  /// Checks the vector under a preset in all deliveries, and with the bytes of another response behind it.
  func check(_ preset: Preset) {
    let deliveries = Delivery.all(reply)
    let whole = Outcome(to: request, deliveries[0], ends: ends, preset: preset)
    compare(whole, preset == .python ? python : expected, preset)
    for delivery in deliveries.dropFirst() {
      var outcome = Outcome(to: request, delivery, ends: ends, preset: preset)
      // Bytes that have not arrived yet can't be known to be too many.
      if whole.closeReasons.contains(.excessData) { outcome.closeReasons.insert(.excessData) }
      #expect(outcome == whole, "\(delivery.name)")
    }
    checkTrailingBytes(whole, preset)
  }

  /// Where the framing has an end, bytes behind it stay where they are and end the connection.
  private func checkTrailingBytes(_ whole: Outcome, _ preset: Preset) {
    guard !ends, whole.error == nil, whole.unread == 0, whole.framing != .untilClose, whole.framing?.leavesHTTP != true else { return }
    let next = bytes("HTTP/1.1 500 Evil\r\n\r\n")
    var expected = whole
    expected.unread = next.count
    expected.closeReasons.insert(.excessData)
    #expect(Outcome(to: request, .whole(reply + next), ends: false, preset: preset) == expected, "with trailing bytes")
  }

  private func compare(_ outcome: Outcome, _ expectation: Expectation, _ preset: Preset) {
    #expect(!outcome.isStalled, "the vector is cut off")
    switch expectation {
    case .response(let status, let reason, let version, let fields, let body, let framing, let closes, let trailers, let interim):
      #expect(outcome.error == nil)
      #expect(outcome.status == status)
      #expect(outcome.reason == reason)
      #expect(outcome.version == version)
      if let fields { #expect(outcome.fields == fields) }
      #expect(latin1(outcome.body) == body)
      #expect(outcome.framing == framing)
      #expect(outcome.closeReasons == closes, "\(outcome.closeReasons)")
      #expect(outcome.trailers == (framing == .chunked ? trailers ?? [] : trailers))
      #expect(outcome.interim == interim)
    case .noHead(let error, let closes, let interim):
      #expect(outcome.error == error.withoutDelivery(preset.leniency))
      #expect(outcome.status == nil)
      #expect(outcome.closeReasons == closes, "\(outcome.closeReasons)")
      #expect(outcome.interim == interim)
    case .noEnd(let error, let body, let framing, let closes):
      #expect(outcome.error == error)
      #expect(outcome.status != nil)
      #expect(latin1(outcome.body) == body)
      #expect(outcome.framing == framing)
      #expect(outcome.closeReasons == closes, "\(outcome.closeReasons)")
    }
  }
}
