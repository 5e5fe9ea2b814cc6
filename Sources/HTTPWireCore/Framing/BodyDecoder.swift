/// Finds a response's body in the bytes that follow its head, by the framing that its head declared.
struct BodyDecoder: Sendable {
  /// How the body's end is found; of the last body, once that has ended.
  private(set) var framing = BodyFraming.none
  /// What is left of a body of known length.
  private var lengthLeft: UInt64 = 0
  /// The decoder of a chunked body.
  private var chunks: ChunkDecoder?
  /// The trailer fields of a chunked body that has ended.
  private(set) var trailers: HTTPMessage?

  /// Begins a body of the given framing.
  mutating func begin(_ framing: BodyFraming) {
    self.framing = framing
    if trailers != nil { trailers = nil }
    switch framing {
    case .length(let count): lengthLeft = count
    case .chunked: chunks = ChunkDecoder()
    case .none, .switched, .untilClose, .tunnel: break
    }
  }

  /// Whether the body is known to be over without looking at the input.
  var isFinished: Bool {
    switch framing {
    case .none, .switched: true
    case .length: lengthLeft == 0
    case .chunked, .untilClose, .tunnel: false
    }
  }

  /// The bytes left of a body of known length (`HTTPResponse.length`); nil when the framing does not tell.
  var remaining: UInt64? {
    switch framing {
    case .length: lengthLeft
    case .none, .switched: 0
    case .chunked, .untilClose, .tunnel: nil
    }
  }

  /// How many body bytes come next with no framing between them, so that they may be read straight to where they are wanted.
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

  /// Notes that `count` body bytes were taken.
  mutating func consume(_ count: Int) {
    let count = UInt64(clamping: count)
    switch framing {
    case .length: lengthLeft = lengthLeft > count ? lengthLeft - count : 0
    case .chunked: chunks?.consume(count)
    case .none, .switched, .untilClose, .tunnel: break
    }
  }

  /// Whether the input is exactly what servers put behind the data of the last chunk.
  func isAtUsualEnd(_ input: Span<UInt8>) -> Bool { chunks?.isAtUsualEnd(input) ?? false }

  /// The peer has ended the stream, and `rest` is what is left of the input: the end of the body where its framing says so, otherwise
  /// an error (RFC 9112 section 8).
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
