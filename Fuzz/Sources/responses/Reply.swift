import HTTPWire
import Support

/// All that came of a stream of responses, as far as it must depend neither on how the stream was cut nor on how it was read.
struct Reply: Equatable {
  /// The heads, interim ones included.
  var heads: [Head] = []
  /// The body bytes of all responses.
  var body: [UInt8] = []
  /// What followed each body.
  var trailers: [HTTPMessage?] = []
  /// What was wrong with the bytes, without the bytes.
  var error: HTTPException?
  /// Whether the connection has sent another request on the same stream; nil where it has not been asked to.
  var isReused: Bool?

  struct Head: Equatable {
    let isInterim: Bool
    let version: Int
    let status: Int
    let reason: String
    let headers: HTTPMessage

    init(_ response: HTTPResponse) {
      isInterim = false
      version = response.version
      status = response.status
      reason = response.reason
      headers = response.headers
    }

    init(interim head: ResponseHead) {
      isInterim = true
      version = head.version.rawValue
      status = head.status
      reason = head.reason
      headers = head.headers
    }

    init(_ facts: HeadFacts) {
      isInterim = facts.isInterim
      version = facts.version.rawValue
      status = facts.status
      reason = facts.reason
      headers = facts.headers
    }
  }

  init() {}

  /// What the engine made of the stream, when nothing but its end follows it, or when it did not ask for more.
  init(_ walk: Walk, _ manner: Manner, end: ReplyStream.End) {
    let outcome = walk.outcome
    heads = outcome.heads.map(Head.init)
    body = outcome.body
    trailers = outcome.trailers
    error = outcome.error
    if error?.isHidden(by: manner.leniency) == true {
      error = nil
      trailers.append(nil)
    }
    let mayBeReused = outcome.error == nil && outcome.closeReasons.isEmpty && outcome.rest == [] && !walk.needsEnd
    isReused = mayBeReused && (end == .quiet || manner.leniency.contains(.staleConnections))
  }
}

extension HTTPException {
  /// Whether only some ways to read meet this error.
  func isHidden(by leniency: ParsingLeniency) -> Bool {
    if case .incompleteRead(_, .some) = self { leniency.contains(.shortBodies) } else { false }
  }
}
