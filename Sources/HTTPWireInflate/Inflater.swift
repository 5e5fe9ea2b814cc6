/// Decodes one content coding (RFC 9110 section 8.4.1) as its bytes come, with limited memory.
///
/// ```swift
/// let inflater = Inflater(.gzip)
/// var text: [UInt8] = []
/// try inflater.feed(response.read()) { text += $0 }
/// try inflater.finish()
/// ```
///
/// For all codings of a response, and with limits, use ``ContentDecoder``.
public final class Inflater {
  /// What the input may do next.
  public enum State: Sendable, Hashable {
    /// No byte has come. The input may be empty: a response without a body.
    case empty
    /// The stream is not complete.
    case needsMore
    /// The stream is complete. Another may follow, if the coding has several.
    case finished
  }

  /// The largest block of output in bytes. No more output is held at a time.
  public static let largestBlock = 65_536

  private enum Phase {
    /// There are too few bytes to detect the format.
    case beginning
    case inside(any DecodingStream)
    /// After the end of a stream. Another may follow.
    case between(any DecodingStream)
    /// After the end of the last stream. All that follows is ignored.
    case over
  }

  private let coding: Coding
  private var phase = Phase.beginning
  /// At most three bytes. Detecting a format needs the next ones, too.
  private var held: [UInt8] = []

  /// Makes a decoder for one body. `feed` throws `notBuiltIn` if the coding is not in ``Coding/builtIn``.
  public init(_ coding: Coding) { self.coding = coding }

  /// Whether the input may end now.
  public var state: State {
    switch phase {
    case .beginning: held.isEmpty ? .empty : .needsMore
    case .inside: .needsMore
    case .between: held.isEmpty || coding.ignoresTrailingBytes ? .finished : .needsMore
    case .over: .finished
    }
  }

  /// Decodes more bytes. Passes the result to `output`, in blocks of 1 to ``largestBlock`` bytes.
  ///
  /// Throws `InflateFailure`, and what `output` throws. It can't be used again after an error.
  public func feed(_ bytes: [UInt8], to output: ([UInt8]) throws -> Void) throws {
    var rest = held.isEmpty ? bytes[...] : (held + bytes)[...]
    held = []
    while !rest.isEmpty {
      switch phase {
      case .beginning:
        guard let stream = try coding.stream(rest) else { return held = Array(rest) }
        phase = .inside(stream)
      case .inside(let stream):
        try decode(&rest, with: stream, to: output)
      case .between(let stream):
        guard let isStart = coding.startsAnother(rest) else { return held = Array(rest) }
        if !isStart, !coding.ignoresTrailingBytes { throw InflateFailure.corrupted("it goes on behind its end") }
        phase = isStart ? .inside(stream) : .over
      case .over:
        return
      }
    }
  }

  /// Ends the input. Throws `truncated` if the stream is not complete.
  public func finish() throws(InflateFailure) {
    if state == .needsMore { throw .truncated }
  }

  /// Decodes until the input is used up or the stream has ended.
  private func decode(_ rest: inout ArraySlice<UInt8>, with stream: any DecodingStream, to output: ([UInt8]) throws -> Void) throws {
    while true {
      let step = try stream.step(rest, atMost: Self.largestBlock)
      rest = rest.dropFirst(step.used)
      if !step.output.isEmpty { try output(step.output) }
      if step.isEnd { return phase = .between(stream) }
      if rest.isEmpty, step.output.count < Self.largestBlock { return }
      // Otherwise a decoder that makes no progress would be called for ever (CVE-2022-3252).
      if step.used == 0, step.output.isEmpty {
        if rest.isEmpty { return }
        throw InflateFailure.corrupted("it does not go on")
      }
    }
  }
}
