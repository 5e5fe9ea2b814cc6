/// Decodes the chunked transfer coding (RFC 9112 section 7.1) in place: it reports how many bytes are framing and how many are data.
package struct ChunkDecoder: Sendable {
  // The states have no associated values, so that a step changes the properties below in place.
  private enum State: Sendable {
    /// At or inside a chunk-size line.
    case size
    /// Inside a chunk's data.
    case data
    /// At the CRLF that follows a chunk's data.
    case dataEnd
    /// In the trailer section.
    case trailers
    case finished
  }

  package init() {}

  private var state = State.size
  private var sizeLine = LineReader()
  private var trailerSection = FieldSectionParser()
  private var trailers: HTTPMessage?
  /// The bytes of chunk-size lines beyond their usual length; see `ParsingLimits.chunkOverhead`.
  private var overhead = 0
  private var dataCount: UInt64 = 0
  /// The number of data bytes left in the current chunk. 0 between chunks.
  private(set) var chunkRemaining: UInt64 = 0

  /// Moves the trailer fields of an ended body out.
  mutating func takeTrailers() -> HTTPMessage? {
    var taken: HTTPMessage?
    swap(&taken, &trailers)
    return taken
  }

  /// Whether the body may end with the stream, where `rest` is the input that is left. With ``ParsingLeniency/looseTrailers`` it may in
  /// the trailer section and in the last chunk's size line.
  func mayEnd(with rest: Span<UInt8>, leniency: ParsingLeniency) -> Bool {
    guard leniency.contains(.looseTrailers) else { return false }
    switch state {
    case .size: return ChunkSizeLine.isLast(rest, leniency: leniency)
    case .trailers: return true
    case .data, .dataEnd, .finished: return false
    }
  }

  /// Whether the input is exactly what servers usually send after the data of the last chunk: CRLF and the chunk of size 0.
  func isAtUsualEnd(_ input: Span<UInt8>) -> Bool {
    state == .dataEnd && input.count == 7 && Scanner.matches(input, from: 0, "\r\n0\r\n\r\n")
  }

  /// Parses framing from the start of `bytes` up to data, the body's end, or the end of the input.
  package mutating func advance(_ bytes: Span<UInt8>, limits: ParsingLimits, leniency: ParsingLeniency) throws(HTTPException) -> BodyStep {
    var position = 0
    while true {
      switch state {
      case .size:
        guard try readSize(bytes, &position, limits: limits, leniency: leniency) else { return BodyStep(framing: position) }
        state = chunkRemaining == 0 ? .trailers : .data
      case .data:
        let available = UInt64(bytes.count - position)
        return BodyStep(framing: position, data: Int(min(chunkRemaining, available)))
      case .dataEnd:
        guard try skipDataEnd(bytes, &position, leniency: leniency) else { return BodyStep(framing: position) }
        state = .size
      case .trailers:
        let section = bytes.extracting(position...)
        guard let end = try parseTrailers(section, limits: limits, leniency: leniency) else { return BodyStep(framing: position) }
        trailers = trailerSection.takeMessage(storage: Array(copying: section.extracting(..<end)))
        position += end
        state = .finished
      case .finished:
        return BodyStep(framing: position, isEnd: true)
      }
    }
  }

  /// Records that `count` bytes of the current chunk's data were taken.
  package mutating func consume(_ count: UInt64) {
    guard state == .data else { return }
    let count = min(count, chunkRemaining)
    dataCount &+= count
    chunkRemaining &-= count
    if chunkRemaining == 0 { state = .dataEnd }
  }

  /// Parses a size line and moves `position` after it. Returns false if more bytes are needed.
  private mutating func readSize(
    _ bytes: Span<UInt8>, _ position: inout Int, limits: ParsingLimits, leniency: ParsingLeniency
  ) throws(HTTPException) -> Bool {
    if let (size, length) = ChunkSizeLine.usual(bytes, from: position), length <= limits.chunkLineLength {
      chunkRemaining = size
      position += length
    } else {
      let rest = bytes.extracting(position...)
      guard let line = try sizeLine.next(in: rest, limit: limits.chunkLineLength, kind: "chunk size") else { return false }
      chunkRemaining = try ChunkSizeLine.parse(rest, line, leniency: leniency)
      position += line.next
      try count(framing: line.next, limits: limits)
    }
    sizeLine = LineReader()
    return true
  }

  /// Limits small chunks with long extensions, which cost many times the traffic and work of the body (Go's CVE-2023-39326).
  private mutating func count(framing: Int, limits: ParsingLimits) throws(HTTPException) {
    // A size line up to the usual length does not count, and every byte of data allows two bytes of framing.
    let usual = 20
    if framing > usual { overhead &+= framing - usual }
    let excess = overhead - max(limits.chunkOverhead, 0)
    if excess > 0 && UInt64(excess) / 2 > dataCount {
      throw .limitExceeded(what: "bytes of chunk framing", limit: limits.chunkOverhead)
    }
  }

  private func skipDataEnd(_ bytes: Span<UInt8>, _ position: inout Int, leniency: ParsingLeniency) throws(HTTPException) -> Bool {
    let available = bytes.count - position
    if !leniency.contains(.uncheckedChunkEnds) {
      // The error has the bytes up to the first wrong one, however the bytes are delivered.
      if available > 0, bytes[position] != ASCII.carriageReturn {
        throw .malformedChunk(.missingTerminator, line: [bytes[position]], partial: [])
      }
      if available > 1, bytes[position + 1] != ASCII.lineFeed {
        throw .malformedChunk(.missingTerminator, line: [bytes[position], bytes[position + 1]], partial: [])
      }
    }
    if available < 2 { return false }
    position += 2
    return true
  }

  /// The end of the trailer section, or nil if more bytes are needed.
  private mutating func parseTrailers(
    _ section: Span<UInt8>, limits: ParsingLimits, leniency: ParsingLeniency
  ) throws(HTTPException) -> Int? {
    do {
      let progress = try trailerSection.advance(
        section, limits: limits, leniency: leniency.subtracting([.bareLineFeed, .illegalFieldLines]), naming: .trailers,
        looseLines: leniency.contains(.looseTrailers))
      guard case .complete(let end) = progress else { return nil }
      return end
    } catch .malformedHeader(let problem, let line, _) {
      throw .malformedChunk(.invalidTrailer(problem), line: line, partial: [])
    }
  }
}
