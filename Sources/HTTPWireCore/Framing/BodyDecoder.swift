/// Finds a response's body in the bytes that follow its head, by the framing that its head declared.
struct BodyDecoder: Sendable {
  private enum State: Sendable {
    case length
    case chunked
    case untilClose
    case finished
  }

  private var state: State
  /// What is left of a body of known length.
  private var lengthLeft: UInt64 = 0
  /// The decoder of a chunked body, beside the state, so that a step changes it where it is.
  private var chunks: ChunkDecoder?
  /// The trailer fields of a chunked body that has ended.
  private(set) var trailers: HTTPMessage?

  /// A decoder that has nothing to decode.
  init() { state = .finished }

  /// Begins a body of the given framing.
  mutating func begin(_ framing: BodyFraming) {
    if trailers != nil { trailers = nil }
    switch framing {
    case .none, .length(0), .switched: state = .finished
    case .length(let count):
      state = .length
      lengthLeft = count
    case .chunked:
      state = .chunked
      chunks = ChunkDecoder()
    case .untilClose, .tunnel: state = .untilClose
    }
  }

  var isFinished: Bool { state == .finished }

  /// The bytes left of a body of known length (`HTTPResponse.length`); nil when the framing does not tell.
  var remaining: UInt64? {
    switch state {
    case .length: lengthLeft
    case .finished: 0
    case .chunked, .untilClose: nil
    }
  }

  /// How many body bytes come next with no framing between them, so that they may be read straight to where they are wanted.
  var directLimit: Int {
    switch state {
    case .length: Int(clamping: lengthLeft)
    case .chunked: Int(clamping: chunks?.chunkRemaining ?? 0)
    case .untilClose: .max
    case .finished: 0
    }
  }

  mutating func advance(
    _ bytes: [UInt8], from start: Int, limits: ParsingLimits, leniency: ParsingLeniency
  ) throws(HTTPException) -> BodyStep {
    switch state {
    case .length: return BodyStep(data: Int(min(lengthLeft, UInt64(bytes.count - start))))
    case .untilClose: return BodyStep(data: bytes.count - start)
    case .finished: return BodyStep(isComplete: true)
    case .chunked:
      guard let step = try chunks?.advance(bytes, from: start, limits: limits, leniency: leniency) else { return BodyStep() }
      if step.isComplete { finish(with: chunks?.trailers) }
      return step
    }
  }

  /// Notes that `count` body bytes were taken.
  mutating func consume(_ count: Int) {
    let count = UInt64(count)
    switch state {
    case .length:
      lengthLeft = lengthLeft > count ? lengthLeft - count : 0
      if lengthLeft == 0 { finish(with: nil) }
    case .chunked: chunks?.consume(count)
    case .untilClose, .finished: break
    }
  }

  /// The peer has ended the stream, and `rest` is what is left of the input: the end of the body where its framing says so, otherwise
  /// an error (RFC 9112 section 8).
  mutating func endOfStream(_ rest: ArraySlice<UInt8>, leniency: ParsingLeniency) throws(HTTPException) {
    switch state {
    case .length: throw .incompleteRead(partial: [], expected: lengthLeft)
    case .chunked:
      guard chunks?.mayEnd(with: rest, leniency: leniency) == true else { throw .incompleteRead(partial: [], expected: nil) }
      finish(with: HTTPMessage())
    case .untilClose, .finished: finish(with: nil)
    }
  }

  private mutating func finish(with trailers: HTTPMessage?) {
    if let trailers { self.trailers = trailers }
    if state == .chunked { chunks = nil }
    state = .finished
  }
}
