/// Decodes the content coding `gzip` or `deflate` (RFC 9110 sections 8.4.1.2 and 8.4.1.3) as its bytes come, in bounded memory.
package final class Inflater {
  package enum Coding: Sendable, Hashable {
    /// One gzip member or several, whose contents are joined (RFC 1952 section 2.2). What follows the last is no part of it.
    case gzip
    /// A zlib stream (RFC 1950), or what some servers send under that name: bare deflate (RFC 1951). Its first bytes tell which.
    case deflate
  }

  /// How far it has come.
  package enum State: Sendable, Hashable {
    /// No byte has come, so that nothing may be the whole of it: a response without a body.
    case empty
    /// It can't end here.
    case needsMore
    /// It may end here.
    case finished
  }

  /// The most bytes of output in a block, and the most that are held at a time.
  package static let largestBlock = 65_536

  private enum Phase {
    /// Too little is there to tell what it is.
    case beginning
    case inside(ZlibStream)
    /// Behind a gzip member, where another may begin.
    case between(ZlibStream)
    /// Behind its end.
    case over
  }

  private let coding: Coding
  private var phase = Phase.beginning
  /// One byte at most, which with the next will tell what both are.
  private var held: [UInt8] = []

  package init(_ coding: Coding) { self.coding = coding }

  package var state: State {
    switch phase {
    case .beginning: held.isEmpty ? .empty : .needsMore
    case .inside: .needsMore
    case .between, .over: .finished
    }
  }

  /// Takes more bytes and hands on what comes out of them, in blocks of 1 to ``largestBlock`` bytes.
  ///
  /// Throws `InflateFailure`, and whatever `output` throws. It is of no use after that.
  package func feed(_ bytes: [UInt8], to output: ([UInt8]) throws -> Void) throws {
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

  /// Says that no more bytes will come. Throws `truncated` where it can't end there.
  package func finish() throws(InflateFailure) {
    if state == .needsMore { throw .truncated }
  }

  /// Decodes until the input is used up, or the stream at its end.
  private func decode(_ rest: inout ArraySlice<UInt8>, with stream: ZlibStream, to output: ([UInt8]) throws -> Void) throws {
    while true {
      let step = try stream.step(rest, atMost: Self.largestBlock)
      rest = rest.dropFirst(step.used)
      if !step.output.isEmpty { try output(step.output) }
      if step.isEnd { return phase = coding == .gzip ? .between(stream) : .over }
      if rest.isEmpty, step.output.count < Self.largestBlock { return }
      // A decoder that stands still would be asked for ever (CVE-2022-3252).
      if step.used == 0, step.output.isEmpty {
        if rest.isEmpty { return }
        throw InflateFailure.corrupted("it does not go on")
      }
    }
  }

  /// What is around the compressed bytes, or nil while that can't be told.
  private func wrapper(of bytes: ArraySlice<UInt8>) -> ZlibStream.Wrapper? {
    if coding == .gzip { return .gzip }
    guard let first = bytes.first, let second = bytes.dropFirst().first else { return nil }
    // RFC 1950 section 2.2: the method is 8, the window at most 32 KiB, and both bytes are a multiple of 31. Bare deflate could begin so
    // only with a stored block whose padding is not zero.
    let isZlib = first & 0x0F == 8 && first >> 4 <= 7 && (UInt16(first) << 8 | UInt16(second)) % 31 == 0
    return isZlib ? .zlib : ZlibStream.Wrapper.none
  }

  /// Whether another member begins here (RFC 1952 section 2.3.1), or nil while that can't be told.
  private static func startsMember(_ bytes: ArraySlice<UInt8>) -> Bool? {
    if bytes.first != 0x1F { return false }
    return bytes.dropFirst().first.map { $0 == 0x8B }
  }
}
