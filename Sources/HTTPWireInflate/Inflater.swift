#if Compression
/// Decodes the content coding `gzip` or `deflate` (RFC 9110 sections 8.4.1.2 and 8.4.1.3) as its bytes come, with limited memory.
///
/// ```swift
/// let inflater = Inflater(.gzip)
/// var text: [UInt8] = []
/// try inflater.feed(bytes) { text += $0 }
/// try inflater.finish()
/// ```
///
/// For all codings of a response, and with limits, use ``ContentDecoder``.
public final class Inflater {
  /// The codings.
  public enum Coding: Sendable, Hashable {
    /// One or more gzip members, whose contents are joined (RFC 1952 section 2.2). Bytes after the last member are ignored.
    case gzip
    /// A zlib stream (RFC 1950), or raw deflate (RFC 1951), which some servers send under this name. The first bytes show which it is.
    case deflate
  }

  /// What the input may do next.
  public enum State: Sendable, Hashable {
    /// No byte has come. The input may be empty: a response without a body.
    case empty
    /// The stream is not complete.
    case needsMore
    /// The stream is complete. Further gzip members may follow.
    case finished
  }

  /// The largest block of output in bytes. No more output is held at a time.
  public static let largestBlock = 65_536

  private enum Phase {
    /// There are too few bytes to detect the format.
    case beginning
    case inside(ZlibStream)
    /// After a gzip member. Another may follow.
    case between(ZlibStream)
    /// After the end of the stream.
    case over
  }

  private let coding: Coding
  private var phase = Phase.beginning
  /// At most one byte. Detecting the format needs the next byte, too.
  private var held: [UInt8] = []

  /// Makes a decoder for one stream.
  public init(_ coding: Coding) { self.coding = coding }

  /// Whether the input may end now.
  public var state: State {
    switch phase {
    case .beginning: held.isEmpty ? .empty : .needsMore
    case .inside: .needsMore
    case .between, .over: .finished
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
        guard let wrapper = wrapper(of: rest) else { return held = Array(rest) }
        phase = .inside(try ZlibStream(wrapper))
      case .inside(let stream):
        try decode(&rest, with: stream, to: output)
      case .between(let stream):
        guard let isMember = Self.startsMember(rest) else { return held = Array(rest) }
        if isMember { try stream.reset() }
        phase = isMember ? .inside(stream) : .over
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
  private func decode(_ rest: inout ArraySlice<UInt8>, with stream: ZlibStream, to output: ([UInt8]) throws -> Void) throws {
    while true {
      let step = try stream.step(rest, atMost: Self.largestBlock)
      rest = rest.dropFirst(step.used)
      if !step.output.isEmpty { try output(step.output) }
      if step.isEnd { return phase = coding == .gzip ? .between(stream) : .over }
      if rest.isEmpty, step.output.count < Self.largestBlock { return }
      // Otherwise a decoder that makes no progress would be called for ever (CVE-2022-3252).
      if step.used == 0, step.output.isEmpty {
        if rest.isEmpty { return }
        throw InflateFailure.corrupted("it does not go on")
      }
    }
  }

  /// The format around the compressed bytes, or nil if there are too few bytes to detect it.
  private func wrapper(of bytes: ArraySlice<UInt8>) -> ZlibStream.Wrapper? {
    if coding == .gzip { return .gzip }
    guard let first = bytes.first, let second = bytes.dropFirst().first else { return nil }
    // RFC 1950 section 2.2: the method is 8, the window is at most 32 KiB, and the two bytes as a number are a multiple of 31. Raw deflate
    // starts like this only with a stored block whose padding is not zero.
    let isZlib = first & 0x0F == 8 && first >> 4 <= 7 && (UInt16(first) << 8 | UInt16(second)) % 31 == 0
    return isZlib ? .zlib : ZlibStream.Wrapper.none
  }

  /// Whether another member starts here (RFC 1952 section 2.3.1), or nil if there are too few bytes to detect it.
  private static func startsMember(_ bytes: ArraySlice<UInt8>) -> Bool? {
    if bytes.first != 0x1F { return false }
    return bytes.dropFirst().first.map { $0 == 0x8B }
  }
}
#endif
