// All reading of the body goes through `readSome`, `takeReceived`, `peekSome` or `takeLine`.

extension HTTPResponse {
  /// Whether every further read finds the end of the body, and no error.
  package var isExhausted: Bool {
    if case .nothing = carriedOver { channel == nil } else { false }
  }

  /// Appends the body bytes received so far, or else those of one read from the stream. Appends nothing only at the end of the body. With
  /// `large`, it may take the data of many chunks.
  func readSome(into output: inout OutputSpan<UInt8>, large: Bool = false) throws(HTTPException) {
    if case .nothing = carriedOver {} else if takeCarriedOver(into: &output) { return }
    guard let channel = try readableChannel() else { return }
    do {
      try channel.readBody(into: &output, large: large)
      try finishIfEnded(channel)
    } catch {
      throw ended(by: error)
    }
  }

  /// Appends the body bytes received so far, until `bytes` has `limit` of them. Appends none if an earlier read has left something: that
  /// comes first. A small read mostly finds all that it wants, and a copy takes half the instructions of an array that is filled.
  func takeReceived(into bytes: inout [UInt8], limit: Int) throws(HTTPException) {
    guard case .nothing = carriedOver, let channel = try readableChannel() else { return }
    do {
      try channel.takeReceived(into: &bytes, limit: limit)
      try finishIfEnded(channel)
    } catch {
      throw ended(by: error)
    }
  }

  /// Takes the body bytes that have come, at most `limit` of them, without waiting for others. An error is thrown by the next read.
  package func takeAtHand(into bytes: inout [UInt8], limit: Int) {
    do throws(HTTPException) {
      try takeReceived(into: &bytes, limit: limit)
    } catch {
      // Also of a timeout while the rest of the request was sent, which has not ended the response.
      if channel?.control.wouldWait(error) != true, case .nothing = carriedOver { carriedOver = .error(error, behind: []) }
    }
  }

  /// Makes the next read throw the error of one that has ended the response, unless it does in any case.
  func throwLater(_ error: HTTPException) {
    if channel == nil, case .nothing = carriedOver { carriedOver = .error(error, behind: []) }
  }

  /// Returns body bytes without consuming them, as `peek` does. An error is thrown again by the next read.
  func peekSome() throws(HTTPException) -> [UInt8] {
    if !carriedOver.bytes.isEmpty { return Array(carriedOver.bytes) }
    if case .error(let error, _) = carriedOver { throw error }
    guard let channel = try readableChannel() else { return [] }
    do {
      let bytes = try channel.peekBody()
      try finishIfEnded(channel)
      return bytes
    } catch {
      let error = ended(by: error)
      throwLater(error)
      throw error
    }
  }

  /// Moves body bytes to `line` until it ends in a line feed, it has `limit` bytes, or the body has ended.
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
      try finishIfEnded(channel)
    } catch {
      throw ended(by: error)
    }
  }

  /// The error to throw from a read that had already collected bytes. Errors with a `partial` get these bytes. Otherwise they are kept for
  /// the next read, unless the caller has them (`keeps` is false). Returns nil if the read should return what it has instead of throwing.
  func failure(_ error: HTTPException, collected: [UInt8], isWholeRead: Bool = false, keeps: Bool = true) -> HTTPException? {
    switch error {
    case .incompleteRead(_, let expected):
      if leniency.contains(.shortBodies), case .length = framing, !isWholeRead {
        // As in CPython, a read that finds nothing ends the response. Until then `read()` still throws that bytes are missing.
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

  /// Makes the next read start with these bytes.
  func keep(_ bytes: [UInt8]) {
    if !bytes.isEmpty { carriedOver = carriedOver.replacingBytes(with: bytes[...] + carriedOver.bytes) }
  }

  /// Appends carried-over bytes. Returns false if there are none.
  private func takeCarriedOver(into output: inout OutputSpan<UInt8>) -> Bool {
    let bytes = carriedOver.bytes
    if bytes.isEmpty { return false }
    carriedOver = carriedOver.replacingBytes(with: bytes.dropFirst(output.append(copying: bytes.span)))
    return true
  }

  /// The channel to read from, after reading the head if necessary; nil at the end of the body. Throws a carried-over error.
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

  /// Ends the response with its body. What is left of the request is sent first, so that an early success does not cut it short.
  private func finishIfEnded(_ channel: Channel) throws(HTTPException) {
    if channel.isReadingBody { return }
    try channel.finishSending()
    finish(isWhole: true)
  }

  /// Ends the response after an error, unless it is a timeout or the refusal of a call from within the stream. Errors that hold the
  /// received bytes are thrown once, and so is the error of a response that was closed during the read; others by every later read.
  private func ended(by error: HTTPException) -> HTTPException {
    // Of a refused call nobody is told: it may be an observer's, which could try again for ever.
    if case .responseNotReady = error { return error }
    if channel?.control.wouldWait(error) == true { return error }
    if let channel, channel.isObserved { channel.report(.failed(error)) }
    switch error {
    case .timedOut, .deadlineExceeded: return error
    case _ where openChannel == nil: break
    case .incompleteRead, .malformedChunk: break
    default: carriedOver = .failure(error, behind: carriedOver.bytes, wasThrown: false)
    }
    finish()
    return error
  }
}
