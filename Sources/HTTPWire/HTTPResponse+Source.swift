// The one way to body bytes: all reading comes through `readSome`, `peekSome` or `takeLine`.

extension HTTPResponse {
  /// Appends the body bytes that are there, or what one read from the stream brings; none at the end of the body only. As part of a
  /// `larger` read, it may take the data of many chunks.
  func readSome(into output: inout OutputSpan<UInt8>, ofLarger larger: Bool = false) throws(HTTPException) {
    if let leftovers, !leftovers.salvage.isEmpty {
      leftovers.salvage.removeFirst(output.append(copying: leftovers.salvage.span))
      return
    }
    guard let link = try readableLink() else { return }
    do {
      let state = try link.readSome(into: &output, ofLarger: larger)
      if state != .open { finish(state) }
    } catch {
      throw ended(by: error)
    }
  }

  /// The body bytes that can be had with one read that brings any, without taking them. What goes wrong is the next read's to tell, too.
  func peekSome() throws(HTTPException) -> [UInt8] {
    if let leftovers {
      if !leftovers.salvage.isEmpty { return Array(leftovers.salvage) }
      if let pending = leftovers.pending { throw pending }
    }
    guard let link = try readableLink() else { return [] }
    do {
      let bytes = try link.peek()
      finishIfEnded(link)
      return bytes
    } catch {
      let error = ended(by: error)
      if !error.isTimeout, leftovers?.failure == nil { remains.pending = error }
      throw error
    }
  }

  /// Moves bytes to `line` as far as one read from the stream brings them, and says whether the line is complete.
  func takeLine(into line: inout [UInt8], limit: Int) throws(HTTPException) -> Bool {
    if let leftovers, !leftovers.salvage.isEmpty { return leftovers.takeLine(into: &line, limit: limit) }
    guard let link = try readableLink() else { return true }
    do {
      let isComplete = try link.takeLine(into: &line, limit: limit)
      finishIfEnded(link)
      return isComplete
    } catch {
      throw ended(by: error)
    }
  }

  /// What a read that is made of several does with an error: bytes that the error can carry go with it, others are kept for the next
  /// read unless the caller has them. Returns nil when the read is to end short instead.
  func failure(
    _ error: HTTPException, collected: [UInt8], isWholeRead: Bool = false, keeps: Bool = true
  ) -> HTTPException? {
    switch error {
    case .incompleteRead(_, let expected):
      if facts.hidesShortness, !isWholeRead {
        // As in CPython, a read that finds nothing ends the response; until then `read()` can tell that something is missing.
        if !collected.isEmpty {
          remains.pending = error
        } else {
          leftovers?.pending = nil
        }
        return nil
      }
      return .incompleteRead(partial: collected, expected: expected)
    case .malformedChunk(let problem, let line, _):
      return .malformedChunk(problem, line: line, partial: collected)
    default:
      if let leftovers {
        if leftovers.failureIsTold, !isWholeRead, !collected.isEmpty, error == leftovers.failure { return nil }
        leftovers.failureIsTold = leftovers.failure != nil
      }
      if keeps { keep(collected) }
      return error
    }
  }

  /// Has the next read begin with bytes that were taken before.
  func keep(_ bytes: [UInt8]) {
    if !bytes.isEmpty { remains.salvage = bytes[...] + remains.salvage }
  }

  /// The link, unless the connection was closed and with it what is left of this response, as in Python.
  var openLink: Link? { link?.isClosed == false ? link : nil }

  /// The link while there is something to read from it.
  private func readableLink() throws(HTTPException) -> Link? {
    if let leftovers {
      if let error = leftovers.pending {
        leftovers.pending = nil
        throw error
      }
      if let failure = leftovers.failure { throw failure }
    }
    guard let open = openLink else {
      link = nil
      return nil
    }
    if head != nil { return open }
    try begin()
    return link
  }

  private func finishIfEnded(_ link: Link) {
    if head != nil, !link.isReadingBody { finish(link.bodyState) }
  }

  /// A timeout can be waited out; anything else is the end of this response. Errors that carry the bytes received are told once.
  private func ended(by error: HTTPException) -> HTTPException {
    switch error {
    case .timedOut: return error
    case .incompleteRead, .malformedChunk: break
    default: remains.failure = error
    }
    if let link { finish(link.bodyState) }
    return error
  }

  /// Lets go of the link, and closes it when it can't carry another response.
  func finish(_ state: BodyState) {
    guard let link else { return }
    self.link = nil
    if ownsLink || state == .endedWithConnection { link.close() }
  }

  /// Where what is left behind is kept.
  var remains: Leftovers {
    if let leftovers { return leftovers }
    let new = Leftovers()
    leftovers = new
    return new
  }
}
