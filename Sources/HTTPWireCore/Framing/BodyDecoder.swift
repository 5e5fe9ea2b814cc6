/// What stands at the front of the input: `skip` bytes of framing to be dropped, then `data` bytes of body. With neither, and not
/// complete, more input is needed.
public struct BodyStep: Sendable, Hashable {
  /// The number of framing bytes, already understood.
  public var skip: Int
  /// The number of body bytes that follow them.
  public var data: Int
  /// Whether the body has ended; bytes behind `skip` belong to something else.
  public var isComplete: Bool

  init(skip: Int = 0, data: Int = 0, isComplete: Bool = false) {
    self.skip = skip
    self.data = data
    self.isComplete = isComplete
  }
}

/// Finds a response's body in the bytes that follow its head, by the framing that its head declared.
struct BodyDecoder: Sendable {
  private enum State: Sendable {
    case length(UInt64)
    case chunked(ChunkDecoder)
    case untilClose
    case finished
  }

  private var state: State
  /// The trailer fields of a chunked body that has ended.
  private(set) var trailers: HTTPMessage?

  init(_ framing: BodyFraming) {
    switch framing {
    case .none, .length(0), .switched: state = .finished
    case .length(let count): state = .length(count)
    case .chunked: state = .chunked(ChunkDecoder())
    case .untilClose, .tunnel: state = .untilClose
    }
  }

  var isFinished: Bool {
    if case .finished = state { true } else { false }
  }

  /// The bytes left of a body of known length (`HTTPResponse.length`); nil when the framing does not tell.
  var remaining: UInt64? {
    switch state {
    case .length(let count): count
    case .finished: 0
    case .chunked, .untilClose: nil
    }
  }

  /// How many body bytes come next with no framing between them, so that they may be read straight to where they are wanted.
  var directLimit: Int {
    switch state {
    case .length(let count): Int(clamping: count)
    case .chunked(let decoder): Int(clamping: decoder.chunkRemaining)
    case .untilClose: .max
    case .finished: 0
    }
  }

  mutating func advance(
    _ bytes: [UInt8], from start: Int, limits: ParsingLimits, leniency: ParsingLeniency
  ) throws(HTTPException) -> BodyStep {
    switch state {
    case .length(let count): return BodyStep(data: Int(min(count, UInt64(bytes.count - start))))
    case .untilClose: return BodyStep(data: bytes.count - start)
    case .finished: return BodyStep(isComplete: true)
    case .chunked(var decoder):
      let step = try decoder.advance(bytes, from: start, limits: limits, leniency: leniency)
      if decoder.isFinished {
        trailers = decoder.trailers
        state = .finished
      } else {
        state = .chunked(decoder)
      }
      return step
    }
  }

  /// Notes that `count` body bytes were taken.
  mutating func consume(_ count: Int) {
    let count = UInt64(count)
    switch state {
    case .length(let remaining): state = remaining > count ? .length(remaining - count) : .finished
    case .chunked(var decoder):
      decoder.consume(count)
      state = .chunked(decoder)
    case .untilClose, .finished: break
    }
  }

  /// The peer has ended the stream, and `rest` is what is left of the input: the end of the body where its framing says so, otherwise
  /// an error (RFC 9112 section 8).
  mutating func endOfStream(_ rest: ArraySlice<UInt8>, leniency: ParsingLeniency) throws(HTTPException) {
    switch state {
    case .length(let count): throw .incompleteRead(partial: [], expected: count)
    case .chunked(let decoder):
      guard decoder.mayEnd(with: rest, leniency: leniency) else { throw .incompleteRead(partial: [], expected: nil) }
      trailers = HTTPMessage()
    case .untilClose, .finished: break
    }
    state = .finished
  }
}
