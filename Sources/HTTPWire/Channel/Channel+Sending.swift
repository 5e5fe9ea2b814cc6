// Sending a request, while the peer may already answer it (RFC 9112 section 9.5).

extension Channel {
  /// How many bytes of responses are received and kept while something must be sent whole.
  static let readAheadLimit = 1 << 20

  /// How long to send without looking for an answer while the peer accepts everything.
  private static let longestDeafness = Duration.milliseconds(50)

  /// Sends bytes that the caller has lent. If the response's final head comes first, and is not a success, the rest is not sent.
  ///
  /// Throws `limitExceeded` if the peer sends more than ``readAheadLimit`` bytes before it accepts all of these.
  func write(_ bytes: Span<UInt8>) throws(HTTPException) {
    if isSending { try sendUpload(mayStayBehind: false) }
    var rest = bytes
    do {
      while !rest.isEmpty, !isRefused {
        // Bytes that are lent can't be left behind.
        if control.isPolling { return try writeWhole(rest) }
        let count = try writeSome(rest)
        if count == 0 { try listen() }
        rest = rest.extracting(count...)
      }
    } catch {
      try giveUpSending(error)
    }
  }

  /// Sends a request. If the response's final head comes before its end, returns: what is left is sent while the response is read, or not
  /// at all if the response is not a success. Also returns if the previous response must be read before the peer accepts more.
  func send(_ request: Upload) throws(HTTPException) {
    upload = request
    try sendUpload(mayStayBehind: true)
  }

  /// Sends all of a body, unless a response that is not a success comes before its end.
  ///
  /// Throws `limitExceeded` if the peer sends more than ``readAheadLimit`` bytes before it accepts all of the body.
  func sendWhole(_ body: Upload) throws(HTTPException) {
    if isSending { try sendUpload(mayStayBehind: false) }
    upload = body
    try sendUpload(mayStayBehind: false)
  }

  /// Waits for 100 (Continue) or for the final head, at most for `limit`. After a final head, the body must not follow.
  func awaitContinue(upTo limit: Duration) throws(HTTPException) {
    let end = Deadline(after: limit)
    while isAwaitingHead {
      if try takeEarlyHeads() { return }
      guard isAwaitingHead, let left = end.remaining, left > .zero else { break }
      do {
        try receive(ExchangeDriver.headRoom, .waitingForResponse, atMost: left)
      } catch {
        guard case .timedOut = error, end.endsWait else { throw error }
        return
      }
    }
    if hasEarlyAnswer { use { $0.exchange.mustClose(.answeredEarly) } }
  }

  /// Sends what is left of the request after its response has ended. A failure is only a reason to close: the response is complete.
  func finishSending() throws(HTTPException) {
    // A request that waits for its own response behind this one is sent when that is awaited.
    if upload == nil || isAwaitingHead { return }
    while upload != nil {
      do throws(HTTPException) {
        // A call that is deaf to the peer would wait until it has sent all.
        let isBlocked = try sendSome(isDeaf: !control.isPolling)
        if isBlocked { throw HTTPException.timedOut(.sending) }
      } catch {
        try endSending(after: error)
      }
    }
    try endRequest()
  }

  /// Sends what is left of the request until there is something to read.
  func sendUntilReadable() throws(HTTPException) {
    while upload != nil, use({ !$0.input.isAtEnd }), try pendingInput() == .nothing {
      do {
        _ = try sendSome(isDeaf: false)
      } catch {
        try endSending(after: error)
      }
    }
    if upload == nil { try endRequest() }
  }

  // MARK: Steps

  /// Whether the final head has come and says that the rest of the request is not wanted.
  private var isRefused: Bool { !isReusable && use { $0.exchange.closeReasons.contains(.answeredEarly) } }

  private func sendUpload(mayStayBehind: Bool) throws(HTTPException) {
    var lastLook: Duration?
    do {
      while upload != nil, !(mayStayBehind && hasEarlyAnswer) {
        let isHeard = try sendSome(isDeaf: false)
        if upload == nil { return }
        let now = Syscalls.monotonicTime()
        let isTime = now - (lastLook ?? now) >= Self.longestDeafness
        if isHeard || isTime || lastLook == nil { lastLook = now }
        if !isHeard, !isTime { continue }
        if mayStayBehind, !isAwaitingHead {
          if isHeard { return }
        } else {
          try listen(readsAhead: !mayStayBehind)
        }
      }
    } catch {
      // What the peer does not accept now is sent while the response is awaited.
      if mayStayBehind, control.wouldWait(error) { return }
      upload = nil
      try giveUpSending(error)
    }
  }

  /// Sends some of the request. Returns true if there is something to read instead.
  private func sendSome(isDeaf: Bool) throws(HTTPException) -> Bool {
    guard let upload else { return false }
    guard try advance(upload) else {
      if let file = upload.file { return try sendFile(file, of: upload, isDeaf: isDeaf) }
      self.upload = nil
      return false
    }
    let count = try upload.sendNext { (bytes) throws(HTTPException) in try writeSome(bytes, isDeaf: isDeaf) }
    noteSent(upload.didSend(count))
    return count == 0
  }

  /// Makes the next bytes. The body's source is the caller's code, which must not use the connection meanwhile, as a stream must not.
  private func advance(_ upload: Upload) throws(HTTPException) -> Bool {
    try enterStream()
    defer { leaveStream() }
    do {
      return try upload.advance()
    } catch {
      // A body that is awaited has no piece yet, and its exchange may have no time for more.
      guard control.isPolling, case .timedOut = error else { throw error }
      throw failed(error, .sending)
    }
  }

  /// Lets the stream send as much of a file as it can. Returns true if there is something to read. With a deadline, the file is read here:
  /// the stream's timeout would start again with each byte that the peer takes. So it is for a tap, which is shown all bytes.
  private func sendFile(_ file: FileSource, of upload: Upload, isDeaf: Bool) throws(HTTPException) -> Bool {
    if deadline != nil || control.observation?.isTapped == true {
      upload.readFile()
      return false
    }
    let timeout = try timeLeft(.sending)
    try enterStream()
    defer { leaveStream() }
    do {
      let count = try stream.writeFile(file.descriptor, atMost: file.left ?? .max, timeout: timeout)
      if isObserved { reportSent(count) }
      noteSent(count)
      file.didSend(count)
      if !isDeaf, stream.pendingInput() != .nothing, use({ !$0.input.isAtEnd }) { return true }
      upload.readFile()
      return false
    } catch {
      throw sendingFailed(error)
    }
  }

  /// Sends at least one byte, or returns 0 if there is something to read instead, and reports what was sent.
  @inline(__always)
  private func writeSome(_ bytes: Span<UInt8>, isDeaf: Bool = false) throws(HTTPException) -> Int {
    let count = try writeUnobserved(bytes, isDeaf: isDeaf)
    if isObserved { report(sent: bytes.extracting(first: count)) }
    return count
  }

  /// Sends at least one byte, or returns 0 if there is something to read instead. A peer that has ended its side can't say anything, and
  /// is sent the bytes by a call that does not listen, as with `isDeaf`.
  @inline(__always)
  private func writeUnobserved(_ bytes: Span<UInt8>, isDeaf: Bool) throws(HTTPException) -> Int {
    let timeout = try timeLeft(.sending)
    try enterStream()
    defer { leaveStream() }
    hasSent = true
    do {
      if !isDeaf, use({ !$0.input.isAtEnd }) { return try stream.writeSome(bytes, timeout: timeout) }
      if control.isPolling { return try writePolling(bytes) }
      try stream.write(bytes, timeout: timeout)
      return bytes.count
    } catch {
      throw sendingFailed(error)
    }
  }

  /// Sends all bytes, which the stream may keep, or else blocks for a while: they are those of a head and a small body.
  private func writeWhole(_ bytes: Span<UInt8>) throws(HTTPException) {
    _ = try timeLeft(.sending)
    try enterStream()
    defer { leaveStream() }
    hasSent = true
    do {
      try stream.write(bytes, timeout: control.timeout)
      if isObserved { report(sent: bytes) }
    } catch {
      throw sendingFailed(error)
    }
  }

  /// Sends some of the bytes to a peer that has ended its side, without waiting.
  private func writePolling(_ bytes: Span<UInt8>) throws(HTTPException) -> Int {
    let count = try stream.writeSome(bytes, timeout: .zero)
    if count == 0 { throw HTTPException.timedOut(.sending) }
    return count
  }

  /// The error to throw for a failed write. After any but a timeout, nothing more can be sent.
  private func sendingFailed(_ error: HTTPException) -> HTTPException {
    let error = failed(error, .sending)
    if !error.isTimeout { sendingFailed() }
    return error
  }

  // MARK: Listening

  private var isAwaitingHead: Bool { use { $0.exchange.responsePhase == .awaitingHead } }

  /// Whether a head is awaited before the next response can be taken.
  private var lacksHead: Bool { isAwaitingHead && !hasEarlyAnswer }

  /// Takes what the peer has sent, without waiting for more: heads of the response, and with `readsAhead` what is behind them.
  private func listen(readsAhead: Bool = true) throws(HTTPException) {
    while lacksHead || readsAhead, !isRefused, use({ !$0.input.isAtEnd }), try pendingInput() != .nothing {
      if lacksHead {
        try receive(ExchangeDriver.headRoom, .readingHead)
        try takeEarlyHeads()
      } else {
        try readAhead()
      }
    }
  }

  /// Parses the heads that have come. A final one that is not a success ends the sending, as in curl. Returns whether 100 was among them.
  @discardableResult
  private func takeEarlyHeads() throws(HTTPException) -> Bool {
    var isToContinue = false
    while lacksHead, let head = try parseHead() {
      earlyHeads = earlyHeads + [head]
      if head.isInterim { reportInterim(head) }
      if head.status == 100 { isToContinue = true }
      dropRest(after: head)
    }
    return isToContinue
  }

  /// Drops what is left of the request if a final head does not want it. A head that answers an earlier request does so only if it closes
  /// the connection.
  func dropRest(after head: ResponseHead) {
    if head.isInterim { return }
    if upload?.isPipelined == true, !isReusable || use({ $0.exchange.requestPhase != .idle }) {
      if !isReusable { upload = nil }
      return
    }
    if head.status < 300 { return }
    upload = nil
    use { $0.exchange.mustClose(.answeredEarly) }
  }

  /// Keeps received bytes until they are read.
  private func readAhead() throws(HTTPException) {
    guard use({ $0.input.count }) < Self.readAheadLimit else {
      throw .limitExceeded(
        what: "bytes of a response before the request was sent; pass `request` a body that it may keep (bytes, a file, chunks), or read "
          + "the response first",
        limit: Self.readAheadLimit)
    }
    try receive(ExchangeDriver.headRoom, .readingBody)
  }

  // MARK: Failures

  /// Handles an error while a request is sent. If the peer has refused the request before it stopped reading, its answer is the result
  /// (RFC 9112 section 9.5), and nothing is thrown.
  private func giveUpSending(_ error: HTTPException) throws(HTTPException) {
    if error.isTimeout { sendingFailed() }
    if hasFailedSending, !error.isTimeout, !leniency.contains(.staleConnections) { try? hearAnswer() }
    if !isRefused { throw error }
  }

  /// Reads the response's head if it has come already.
  private func hearAnswer() throws(HTTPException) {
    while lacksHead, use({ !$0.input.isAtEnd }), try pendingInput() == .bytes {
      try receive(ExchangeDriver.headRoom, .readingHead)
      try takeEarlyHeads()
    }
  }

  /// Handles an error of sending while the response is read. A peer that stops reading may still send the rest of its response.
  private func endSending(after error: HTTPException) throws(HTTPException) {
    if control.wouldWait(error) { throw error }
    upload = nil
    if error.isTimeout {
      // It is unknown how many bytes were sent.
      sendingFailed()
      throw error
    }
    if hasFailedSending, error != .cancelled { return }
    // The body's source has failed. The peer would wait for the rest for ever.
    sendingFailed()
    use { $0.exchange.readFailed() }
    throw error
  }
}
