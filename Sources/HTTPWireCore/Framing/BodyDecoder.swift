/// Finds a response's body in the bytes after its head, according to its framing.
struct BodyDecoder: Sendable {
  /// How the end of the current body is found, or of the last one between bodies.
  private(set) var framing = BodyFraming.none
  /// The number of bytes left of a body of known length.
  private var lengthLeft: UInt64 = 0
  /// The decoder of a chunked body.
  private var chunks: ChunkDecoder?
  /// The trailer fields of a chunked body, once it has ended.
  private(set) var trailers: HTTPMessage?

  /// Starts a body.
  @inline(__always)
  mutating func begin(_ framing: BodyFraming) {
    self.framing = framing
    if trailers != nil { trailers = nil }
    switch framing {
    case .length(let count): lengthLeft = count
    case .chunked: chunks = ChunkDecoder()
    case .none, .switched, .untilClose, .tunnel: break
    }
  }

  /// Whether the body is over, whatever the input holds.
  var isFinished: Bool {
    switch framing {
    case .none, .switched: true
    case .length: lengthLeft == 0
    case .chunked, .untilClose, .tunnel: false
    }
  }

  /// The number of body bytes still to come (`HTTPResponse.length`). Nil if the framing does not say.
  var remaining: UInt64? {
    switch framing {
    case .length: lengthLeft
    case .none, .switched: 0
    case .chunked, .untilClose, .tunnel: nil
    }
  }

  /// The number of body bytes that come next without any framing.
  var contiguous: Int {
    switch framing {
    case .length: Int(clamping: lengthLeft)
    case .chunked: Int(clamping: chunks?.chunkRemaining ?? 0)
    case .untilClose, .tunnel: .max
    case .none, .switched: 0
    }
  }

  mutating func advance(_ bytes: Span<UInt8>, limits: ParsingLimits, leniency: ParsingLeniency) throws(HTTPException) -> BodyStep {
    switch framing {
    case .length: return BodyStep(data: Int(min(lengthLeft, UInt64(bytes.count))), isEnd: lengthLeft == 0)
    case .untilClose, .tunnel: return BodyStep(data: bytes.count)
    case .none, .switched: return BodyStep(isEnd: true)
    case .chunked:
      guard let step = try chunks?.advance(bytes, limits: limits, leniency: leniency) else { return BodyStep(isEnd: true) }
      if step.isEnd { endChunks(chunks?.takeTrailers()) }
      return step
    }
  }

  /// Records that `count` body bytes were taken.
  mutating func consume(_ count: Int) {
    let count = UInt64(clamping: count)
    switch framing {
    case .length: lengthLeft = lengthLeft > count ? lengthLeft - count : 0
    case .chunked: chunks?.consume(count)
    case .none, .switched, .untilClose, .tunnel: break
    }
  }

  /// Whether the input is exactly what servers usually send after the data of the last chunk.
  func isAtUsualEnd(_ input: Span<UInt8>) -> Bool { chunks?.isAtUsualEnd(input) ?? false }

  /// Handles the end of the stream, where `rest` is the input that is left. Ends the body if its framing allows that, and otherwise throws
  /// `incompleteRead` (RFC 9112 section 8).
  mutating func endOfStream(_ rest: Span<UInt8>, leniency: ParsingLeniency) throws(HTTPException) {
    switch framing {
    case .length: throw .incompleteRead(partial: [], expected: lengthLeft)
    case .chunked:
      guard chunks?.mayEnd(with: rest, leniency: leniency) == true else { throw .incompleteRead(partial: [], expected: nil) }
      endChunks(HTTPMessage())
    case .none, .switched, .untilClose, .tunnel: break
    }
  }

  private mutating func endChunks(_ trailers: HTTPMessage?) {
    self.trailers = trailers
    chunks = nil
  }
}
