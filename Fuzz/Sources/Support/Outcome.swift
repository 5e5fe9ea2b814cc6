package import HTTPWire

/// All that came of a stream of responses, as far as it must not depend on how the stream was cut.
package struct Outcome: Equatable {
  /// The heads, interim ones included.
  package var heads: [HeadFacts] = []
  /// How the end of each body was found.
  package var framings: [BodyFraming] = []
  /// The body bytes of all responses.
  package var body: [UInt8] = []
  /// What followed each chunked body.
  package var trailers: [HTTPMessage?] = []
  /// What was wrong with the bytes.
  package var error: HTTPException?
  /// Why the connection can't be used again; without `excessData`, which depends on what has arrived when a response ends.
  package var closeReasons: CloseReasons = []
  /// The bytes behind the last response, or from a refused head on. Nil for an error in a body: how much of its framing was dropped
  /// before says nothing, since nobody can read on.
  package var rest: [UInt8]?
}

extension HTTPException {
  /// The error without what depends on the delivery: the line of another protocol is refused at the first byte that differs from "HTTP/",
  /// and shown as far as it had arrived. CPython waits for the whole line.
  package func withoutDelivery(_ leniency: ParsingLeniency) -> HTTPException {
    guard case .badStatusLine(let line) = self, !leniency.contains(.looseStatusLines) else { return self }
    let common = zip(line.unicodeScalars, "HTTP/".unicodeScalars).prefix { $0 == $1 }.count
    return common == min(line.unicodeScalars.count, 5) ? self : .badStatusLine(String(line.unicodeScalars.prefix(common + 1)))
  }
}

/// A response head, with everything that can be asked of it.
package struct HeadFacts: Equatable {
  package let isInterim: Bool
  package let version: HTTPVersion
  package let status: Int
  package let reason: String
  package let statusLine: [UInt8]
  package let fieldLines: [[UInt8]]
  package let headers: HTTPMessage
  package let defects: [HTTPMessage.Defect]
  package let payload: String

  package init(_ head: ResponseHead) {
    isInterim = head.isInterim
    version = head.version
    status = head.status
    reason = head.reason
    statusLine = head.statusLine
    fieldLines = head.fieldLines
    headers = head.headers
    defects = head.headers.defects
    payload = head.headers.getPayload()
  }
}

/// A request, as far as its response depends on it.
package struct Asked {
  package var method = "GET"
  package var asksToUpgrade = false
  package var asksToClose = false
  /// How many more requests are sent, each while the response before is being read.
  package var followers = 0

  package init(method: String = "GET") { self.method = method }

  package init(_ choices: inout Choices) {
    method = ["GET", "HEAD", "CONNECT", "POST"][choices.number(below: 4)]
    let flags = choices.byte()
    asksToUpgrade = flags & 1 != 0
    asksToClose = flags & 2 != 0
    followers = Int(flags >> 2 & 3)
  }
}
