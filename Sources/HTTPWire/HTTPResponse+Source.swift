// The one way to body bytes: all reading comes through `readSome`, `peekSome` or `takeLine`.

extension HTTPResponse {
  /// Appends the body bytes that are there, or what one read from the stream brings; none at the end of the body only. As part of a
  /// `large` read, it may take the data of many chunks.
  func readSome(into output: inout OutputSpan<UInt8>, large: Bool = false) throws(HTTPException) {
    if case .nothing = carriedOver {} else if takeCarriedOver(into: &output) { return }
    guard let channel = try readableChannel() else { return }
    do {
      try channel.readBody(into: &output, large: large)
    } catch {
      throw ended(by: error)
    }
    finishIfEnded(channel)
  }

  /// The body bytes that can be had with one read that brings any, without taking them. The next read throws the same error again.
  func peekSome() throws(HTTPException) -> [UInt8] {
    if !carriedOver.bytes.isEmpty { return Array(carriedOver.bytes) }
    if case .error(let error, _) = carriedOver { throw error }
    guard let channel = try readableChannel() else { return [] }
    do {
      let bytes = try channel.peekBody()
      finishIfEnded(channel)
      return bytes
    } catch {
      let error = ended(by: error)
      if self.channel == nil, case .nothing = carriedOver { carriedOver = .error(error, behind: []) }
      throw error
    }
  }

  /// Moves bytes to `line` until it ends in a line feed or has `limit` bytes, or the body has ended.
  func takeLine(into line: inout [UInt8], limit: Int) throws(HTTPException) {
    if !carriedOver.bytes.isEmpty {
      let available = carriedOver.bytes.prefix(limit)
      let taken = available.prefix { $0 != 0x0A }.count + 1
      line += available.prefix(taken)
      carriedOver = carriedOver.replacingBytes(with: carriedOver.bytes.dropFirst(min(taken, available.count)))
      if taken <= available.count { return }
    }
    guard line.count < limit, let channel = try readableChannel() else { return }
    do {
      try channel.readLine(into: &line, limit: limit)
    } catch {
      throw ended(by: error)
    }
    finishIfEnded(channel)
  }

  /// What a read that is made of several does with an error: bytes that the error can carry go with it, others are kept for the next
  /// read unless the caller has them. Returns nil when the read is to end short instead.
  func failure(_ error: HTTPException, collected: [UInt8], isWholeRead: Bool = false, keeps: Bool = true) -> HTTPException? {
    switch error {
    case .incompleteRead(_, let expected):
      if leniency.contains(.shortBodies), case .length = framing, !isWholeRead {
        // As in CPython, a read that finds nothing ends the response; until then `read()` can tell that something is missing.
        carriedOver = collected.isEmpty ? .nothing : .error(error, behind: [])
        return nil
      }
      return .incompleteRead(partial: collected, expected: expected)
    case .malformedChunk(let problem, let line, _):
      return .malformedChunk(problem, line: line, partial: collected)
    default:
      if case .failure(let failure, let bytes, let wasThrown) = carriedOver {
        if wasThrown, !isWholeRead, !collected.isEmpty, error == failure { return nil }
        carriedOver = .failure(failure, behind: bytes, wasThrown: true)
      }
      if keeps { keep(collected) }
      return error
    }
  }

  /// Has the next read start with bytes that were taken before.
  func keep(_ bytes: [UInt8]) {
    if !bytes.isEmpty { carriedOver = carriedOver.replacingBytes(with: bytes[...] + carriedOver.bytes) }
  }

  /// Appends carried-over bytes; false when there are none.
  private func takeCarriedOver(into output: inout OutputSpan<UInt8>) -> Bool {
    let bytes = carriedOver.bytes
    if bytes.isEmpty { return false }
    carriedOver = carriedOver.replacingBytes(with: bytes.dropFirst(output.append(copying: bytes.span)))
    return true
  }

  /// The channel while there is something to read from it.
  private func readableChannel() throws(HTTPException) -> Channel? {
    switch carriedOver {
    case .nothing, .bytes: break
    case .error(let error, _):
      carriedOver = .nothing
      throw error
    case .failure(let error, _, _): throw error
    }
    guard let open = openChannel else {
      channel = nil
      return nil
    }
    if head != nil { return open }
    try begin()
    return channel
  }

  private func finishIfEnded(_ channel: Channel) {
    if !channel.isReadingBody { finish() }
  }

  /// A timeout can be waited out, and a call from within the stream's own has changed nothing; anything else is the end of this response.
  /// Errors that carry the bytes received are thrown once, and so is what comes of closing the response while it is read.
  private func ended(by error: HTTPException) -> HTTPException {
    switch error {
    case .timedOut, .responseNotReady: return error
    case _ where openChannel == nil: break
    case .incompleteRead, .malformedChunk: break
    default: carriedOver = .failure(error, behind: carriedOver.bytes, wasThrown: false)
    }
    finish()
    return error
  }
}
