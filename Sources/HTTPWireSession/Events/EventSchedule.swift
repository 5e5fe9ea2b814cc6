import HTTPWireCore
import HTTPWireInflate

/// When events are asked for again, after what, and with which fields. It does no I/O.
package struct EventSchedule: Sendable {
  /// How many times in a row asking may fail.
  package var attempts = 10
  /// How long to wait before asking again, until the server has said so.
  package var reconnectionTime = Duration.seconds(3)
  /// How many times asking has failed since it last succeeded.
  private var failures = 0
  /// How many connections in a row have brought no event.
  private var fruitless = 0
  private var hasBegun = false

  private static let shortest = Duration.milliseconds(100)

  package init() {}

  /// The fields to ask with.
  package static func fields(_ own: HTTPMessage, _ reader: ServerSentEventReader) -> HTTPMessage {
    // A coding could hold an event back until the next one comes.
    let usual: HTTPMessage = ["Accept-Encoding": "identity"]
    return usual.merging(reader.requestHeaders).merging(own)
  }

  /// Throws `custom` for a response that has no events.
  package static func check(_ status: Int, _ headers: HTTPMessage) throws(HTTPException) {
    let codings = ContentCodings.names(headers)
    if status == 200, let coding = codings.first { throw .custom(ContentDecodingError.unknownCoding(coding)) }
    try EventStreamRefusal.check(status, headers)
  }

  /// How long to wait before asking, if the server has asked for a time; nil before the first time.
  package func pause(_ wanted: Duration?) -> Duration? { hasBegun ? pause(after: wanted) : nil }

  /// How long to wait, if the server has asked for a time.
  func pause(after wanted: Duration?) -> Duration {
    let usual = wanted.map { min(max($0, Self.shortest), .seconds(600)) } ?? reconnectionTime
    let doublings = min(max(failures, fruitless), 10)
    return doublings == 0 ? usual : max(usual, min(max(min(usual, .seconds(60)), Self.shortest) * (1 << doublings), .seconds(60)))
  }

  /// Notes a response that has events.
  package mutating func noteConnection() {
    failures = 0
    fruitless += 1
    hasBegun = true
  }

  /// Notes an event.
  package mutating func noteEvent() { fruitless = 0 }

  /// Notes that asking has failed. Returns whether to ask again.
  package mutating func asksAgain(after error: HTTPException) -> Bool {
    failures += 1
    return hasBegun && failures <= attempts && Self.mayPass(error)
  }

  /// Whether what failed may be over soon: the network and servers that are being restarted are.
  package static func mayPass(_ error: HTTPException) -> Bool {
    switch error {
    case .custom(let refusal as EventStreamRefusal): [500, 502, 503, 504].contains(refusal.status)
    case .custom, .lineTooLong, .limitExceeded, .cancelled, .deadlineExceeded, .redirect, .invalidURL, .unsupportedScheme: false
    default: error.fault != .caller
    }
  }
}
