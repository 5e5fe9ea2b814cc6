import HTTPWire
import Synchronization

// The way of a request through the connection, in the order in which it happens.

extension AsyncHTTPConnection {
  /// Sends a request, and waits for the head of its response, in the cheapest way that the caller and the connection allow.
  @inline(__always)
  nonisolated(nonsending) func response(to call: RequestCall) async throws(HTTPException) -> AsyncHTTPResponse {
    if let response = try exchangeAtOnce(call, from: #isolation) { return response }
    if canBlock(for: call), let response = try await visit(call) { return response }
    return try await exchange(call)
  }

  /// Sends a request from elsewhere by one visit of the connection's thread, which blocks for the response. Returns nil if that is not all.
  /// A cancel on the way back closes the connection, although the call succeeds.
  @inline(__always)
  private nonisolated(nonsending) func visit(_ call: RequestCall) async throws(HTTPException) -> AsyncHTTPResponse? {
    if Task.isCancelled { throw .cancelled }
    do {
      return try await withTaskCancellationHandler {
        try await blockingExchange(call)
      } onCancel: {
        canceller.cancel()
      }
    } catch {
      throw HTTPException(error)
    }
  }

  /// Sends a request, and blocks for its response. Returns nil if it needs more than the open connection and its thread.
  func blockingExchange(_ call: RequestCall) throws(HTTPException) -> AsyncHTTPResponse? {
    guard canBlock(for: call) else { return nil }
    try settleLastResponse()
    if canceller.hasCancelledSinceMark { throw ended(by: .cancelled, .connecting) }
    do throws(HTTPException) {
      return try performAtOnce(call)
    } catch {
      throw ended(by: error, .waitingForResponse)
    }
  }

  /// Sends a request, and waits for the head of its response.
  func exchange(_ call: RequestCall, _ alarm: ClockAlarm? = nil) async throws(HTTPException) -> AsyncHTTPResponse {
    if Task.isCancelled { throw .cancelled }
    try settleLastResponse()
    if !hasPlace.load(ordering: .relaxed) {
      do throws(HTTPException) {
        try await driver.takePlace(until: call.deadline, canceller)
      } catch {
        throw alarm?.explained(error, .connecting) ?? error
      }
      hasPlace.store(true, ordering: .relaxed)
    }
    self.alarm = alarm
    if canceller.hasCancelledSinceMark { throw ended(by: .cancelled, .connecting) }
    let mayBlock = mayBlock(for: call)
    let result: Result<AsyncHTTPResponse, HTTPException>
    if !mayBlock, scope.enter() {
      defer { scope.leave() }
      if Task.isCancelled { throw ended(by: .cancelled, .connecting) }
      result = await resultInSteps(call)
    } else {
      result = await withTaskCancellationHandler {
        mayBlock ? resultAtOnce(call) : await resultInSteps(call)
      } onCancel: {
        canceller.cancel()
      }
    }
    return try settled(result, .waitingForResponse)
  }

  /// Ends the last response if it was abandoned. Throws `cannotSendRequest` if it is unread and still held.
  private func settleLastResponse() throws(HTTPException) {
    if response == nil { return }
    guard abandoned.load(ordering: .acquiring) == number else {
      throw .cannotSendRequest("the last response is unread: read its body to the end, or close it")
    }
    endExchange()
  }

  /// Returns the result, or throws its error after the exchange was ended.
  private func settled<Value>(_ result: Result<Value, HTTPException>, _ phase: TimeoutPhase) throws(HTTPException) -> Value {
    do throws(HTTPException) {
      return try result.get()
    } catch {
      throw ended(by: error, phase)
    }
  }

  /// Ends the exchange because of an error. Returns the error to throw.
  private func ended(by error: HTTPException, _ phase: TimeoutPhase) -> HTTPException {
    let explained = alarm?.explained(error, phase) ?? error
    endExchange()
    if error == .cancelled { connection.close() }
    releasePlace()
    return explained
  }

  /// Sends a request, and blocks for the head of its response. Throws what was thrown as it is.
  private func performAtOnce(_ call: RequestCall) throws(HTTPException) -> AsyncHTTPResponse {
    let extras = call.extras?.begin(on: connection)
    defer { extras?.end(on: connection) }
    try connection.sendOnceOrTwice(
      call.method, call.target, call.body?.atHand, call.headers, call.extras != nil, call.deadline, call.expectContinue)
    return try begin(connection.getResponse())
  }

  private func resultAtOnce(_ call: RequestCall) -> Result<AsyncHTTPResponse, HTTPException> {
    do throws(HTTPException) {
      return .success(try performAtOnce(call))
    } catch {
      return .failure(error)
    }
  }

  private func resultInSteps(_ call: RequestCall) async -> Result<AsyncHTTPResponse, HTTPException> {
    do throws(HTTPException) {
      let extras = call.extras?.begin(on: connection)
      defer { extras?.end(on: connection) }
      var headers = call.headers
      let body = prepared(call.body, &headers)
      return .success(try await performInSteps(call, body, headers))
    } catch {
      return .failure(error)
    }
  }

  /// Whether all of the request can be done by blocking the connection's thread. Elsewhere the answer may be out of date.
  @inline(__always)
  private nonisolated func canBlock(for call: RequestCall) -> Bool { hasPlace.load(ordering: .relaxed) && mayBlock(for: call) }

  /// Whether the request can block its thread: there is one, and no task makes the body.
  private nonisolated func mayBlock(for call: RequestCall) -> Bool {
    !driver.mustNotBlock && call.body?.isAwaited != true
  }

  /// Does what ``exchangeAtOnce(_:from:)`` says.
  func scopedExchange(_ call: RequestCall) throws(HTTPException) -> AsyncHTTPResponse? {
    guard canBlock(for: call), scope.enter() else { return nil }
    defer { scope.leave() }
    if Task.isCancelled { throw .cancelled }
    return try blockingExchange(call)
  }

  /// The body as the connection takes it.
  private func prepared(_ body: AsyncRequestBody?, _ headers: inout HTTPMessage) -> RequestBody? {
    guard case .awaited(let awaited) = body?.content else { return body?.atHand }
    let inlet = BodyInlet(driver, length: awaited.length)
    self.inlet = inlet
    if let length = awaited.length { headers.set("Content-Length", String(length)) }
    let pieces = RequestBody.chunks { try inlet.next() }
    inlet.start(awaited)
    return awaited.trailers.isEmpty ? pieces : pieces.endingWith(awaited.trailers) { inlet.trailers }
  }

  /// Sends the request and awaits its response by operations that are repeated until they need not wait.
  private func performInSteps(
    _ call: RequestCall, _ body: RequestBody?, _ headers: HTTPMessage
  ) async throws(HTTPException) -> AsyncHTTPResponse {
    if !driver.mustNotBlock { connection.startPolling(opensElsewhere: false) }
    connection.beginPolling()
    try await sendInSteps(call, body, headers)
    while true {
      do throws(HTTPException) {
        return try begin(connection.getResponse())
      } catch {
        try await wait(after: error)
      }
    }
  }

  private func sendInSteps(_ call: RequestCall, _ body: RequestBody?, _ headers: HTTPMessage) async throws(HTTPException) {
    let send = { (connection: HTTPConnection) throws(HTTPException) in
      try connection.sendOnceOrTwice(call.method, call.target, body, headers, call.extras != nil, call.deadline, call.expectContinue)
    }
    if driver.mustNotBlock, call.expectContinue != nil || !connection.isReadyToSend { return try await lend(until: call.deadline, send) }
    if driver.isBacklogged { try await waitForBacklog(call) }
    do throws(HTTPException) {
      try send(connection)
    } catch {
      // The connection is closed, by the peer or because sending has failed, and may be opened again.
      if connection.hasPostponed { return try await wait(after: error) }
      guard connection.mustOpen else { throw error }
      return try await lend(until: call.deadline, send)
    }
    // The loop has received nothing since. Whoever sends a body looks for an answer in any case.
    if driver.mustNotBlock, body == nil { _ = try await waitForNeeds() }
  }

  /// Waits until the peer has accepted what was sent before: an answer may have come before its request was accepted to the end.
  private func waitForBacklog(_ call: RequestCall) async throws(HTTPException) {
    while driver.isBacklogged {
      let time = [connection.timeout, call.deadline?.remaining].compactMap { $0 }.min()
      if try await driver.wait(for: PollingNeeds(time: time, reads: false, sends: true, descriptor: nil)) { continue }
      return connection.endWaiting()
    }
  }

  /// Waits for what an operation needs that has thrown. Throws the error if it has failed.
  func wait(after error: HTTPException) async throws(HTTPException) {
    guard connection.wouldWait(error) else { throw error }
    if connection.hasPostponed {
      let deadline = connection.currentDeadline
      return try await lend(until: deadline) { (connection) throws(HTTPException) in try connection.sendPostponed() }
    }
    if try await !waitForNeeds() { throw error }
  }

  /// Waits for what the connection needs before its operation is tried. Returns false if nothing is open.
  private func waitForNeeds() async throws(HTTPException) -> Bool {
    guard var needs = connection.pollingNeeds else { return false }
    if inlet?.isStarved == true {
      // The peer is not late if the body is.
      needs.sends = false
      needs.time = needs.timeForOthers
      // Nothing of the peer is awaited after its response. Its end would be no news.
      if !needs.reads { needs.descriptor = nil }
    }
    // Nothing of the stream ends a wait for the body alone.
    let waker = needs.reads || needs.sends ? nil : WaitInterrupter { [driver] in driver.wake() }
    if let waker { canceller.watchBeginning(waker) }
    defer { if let waker { canceller.forget(waker) } }
    if try await !driver.wait(for: needs) { connection.endWaiting() }
    // Another task may have closed the connection meanwhile, which then knows of no request.
    if canceller.isCancelled { throw .cancelled }
    return true
  }

  /// Lets a thread that may block use the connection.
  private func lend(
    until deadline: ExchangeDeadline?, _ body: @escaping (HTTPConnection) throws(HTTPException) -> Void
  ) async throws(HTTPException) {
    isLent = true
    defer { isLent = false }
    let loan = Loan(connection, body)
    do throws(HTTPException) {
      try await driver.block(until: deadline, canceller) { () throws(HTTPException) in try loan.connection.lent(loan.body) }
    } catch {
      throw alarm?.explained(error, .connecting) ?? error
    }
  }

  /// Gives out a response, with the part of its body that has come with the head.
  private func begin(_ new: HTTPResponse) throws(HTTPException) -> AsyncHTTPResponse {
    guard let head = new.messageHead else { throw .closed }
    // Not &+=, whose access to the property is checked at run time.
    number = number &+ 1
    // As the framing states it, however much of the body has come already.
    let length = new.isClosed ? 0 : new.remainingLength
    var piece: [UInt8] = []
    new.takeAtHand(into: &piece, limit: AsyncHTTPResponse.pieceSize)
    let isOver = new.isExhausted
    let isIdle = isOver && connection.isIdle
    let given = AsyncHTTPResponse(head, new, self, number: number, length: length, piece, isOver: isOver, isIdle: isIdle)
    leavesHTTP = new.leavesHTTP
    if isOver, inlet == nil, alarm == nil {
      response = nil
    } else {
      response = new
      if isOver { endExchange() }
    }
    if new.willClose { releasePlace() }
    return given
  }

  // MARK: Reading

  /// Reads the next piece of a response's body; nil at its end.
  func readPiece(_ response: AsyncHTTPResponse) async throws(HTTPException) -> [UInt8]? {
    try await reading(response) { (response) throws(HTTPException) in
      let piece = try response.read1(AsyncHTTPResponse.pieceSize)
      return piece.isEmpty ? nil : piece
    }
  }

  /// Reads the rest of a response's body behind its first bytes, of at most `limit` bytes with these. What was read before an error can be
  /// read again.
  func readRest(_ response: AsyncHTTPResponse, after first: [UInt8], upTo limit: Int) async throws(HTTPException) -> [UInt8] {
    var whole = first
    let most = max(0, limit)
    do throws(HTTPException) {
      while true {
        let wanted = most == .max ? most : most - whole.count + 1
        let piece = try await reading(response) { (response) throws(HTTPException) in
          try response.readPart(min(wanted, AsyncHTTPResponse.largePieceSize))
        }
        if whole.isEmpty { whole = piece } else { whole += piece }
        if whole.count > most { throw .limitExceeded(what: "bytes of a body", limit: limit) }
        // The read that has come to the end has also ended the exchange.
        if piece.isEmpty || self.response == nil { return whole }
      }
    } catch {
      response.putBack(whole)
      throw error.behind(whole)
    }
  }

  /// Performs a read of the response, and notes the end of its body.
  private func reading<Value: Sendable>(
    _ given: AsyncHTTPResponse, _ read: (HTTPResponse) throws(HTTPException) -> Value
  ) async throws(HTTPException) -> Value {
    guard let response, given.number == number else { throw .closed }
    if Task.isCancelled { canceller.cancel() }
    let result: Result<Value, HTTPException> = await withTaskCancellationHandler {
      do throws(HTTPException) {
        return .success(try await repeating(response, read))
      } catch {
        return .failure(error)
      }
    } onCancel: {
      canceller.cancel()
    }
    if case .failure(let error) = result, error.isTimeout, !response.isClosed {
      // A timeout changes nothing, and the read can be repeated.
      throw error
    }
    let value = try settled(result, .readingBody)
    if response.isClosed {
      given.end(trailers: response.trailers, isIdle: connection.isIdle)
      endExchange()
      releasePlace()
    }
    return value
  }

  private func repeating<Value>(
    _ response: HTTPResponse, _ read: (HTTPResponse) throws(HTTPException) -> Value
  ) async throws(HTTPException) -> Value {
    connection.beginWaiting()
    while true {
      do throws(HTTPException) {
        return try read(response)
      } catch {
        try await wait(after: error)
        // Another task may have closed it meanwhile: then its end is not that of the body.
        if self.response !== response { throw .closed }
      }
    }
  }

  // MARK: Abandoning

  /// Closes a response unread, and the connection with it.
  func abandon(_ abandoned: Int) {
    if abandoned != number || response == nil || isLent { return }
    endExchange()
    releasePlace()
  }
}

/// A connection that is lent to a thread that may block. Nobody else uses it until that thread is done.
private struct Loan: @unchecked Sendable {
  let connection: HTTPConnection
  let body: (HTTPConnection) throws(HTTPException) -> Void

  init(_ connection: HTTPConnection, _ body: @escaping (HTTPConnection) throws(HTTPException) -> Void) {
    self.connection = connection
    self.body = body
  }
}
