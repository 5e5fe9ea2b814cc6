internal import HTTPWire

// The one file that calls ClientExchange.

/// What came of a stream of responses in one delivery.
package struct Walk {
  /// What must be the same in every delivery.
  package private(set) var outcome = Outcome()
  /// Whether the exchange found bytes that belong to no response.
  package private(set) var hasExcess = false
  /// Whether the exchange had to be told that nothing follows.
  package private(set) var needsEnd = false

  private var exchange: ClientExchange
  /// The bytes that were received and not consumed.
  private var input: [UInt8] = []
  private var feed: Feed
  private let delivery: Delivery
  private var random = SplitMix(seed: 0)
  /// Whether a head was being read last.
  private var isAtHead = true

  /// Reads what answers a request, and further ones, from a stream.
  package init(_ stream: [UInt8], to asked: Asked, _ manner: Manner, _ delivery: Delivery) {
    exchange = ClientExchange(leniency: manner.leniency, limits: manner.limits)
    feed = Feed(stream, delivery)
    self.delivery = delivery
    do {
      try readAll(asked)
      outcome.rest = input + feed.rest
    } catch {
      outcome.error = error.withoutDelivery(manner.leniency)
      if isAtHead { outcome.rest = input + feed.rest }
      checkFailure()
    }
    hasExcess = exchange.closeReasons.contains(.excessData)
    outcome.closeReasons = exchange.closeReasons.subtracting(.excessData)
    needsEnd = feed.wasExhausted
    checkRest(stream)
    if isDefectPlanted, delivery.pieces == .byteByByte { _ = outcome.body.popLast() }
  }

  private mutating func readAll(_ asked: Asked) throws(HTTPException) {
    try start(asked)
    var followers = asked.followers
    while exchange.responsePhase == .awaitingHead {
      isAtHead = true
      try readHead()
      isAtHead = false
      outcome.framings.append(exchange.framing)
      if followers > 0, exchange.responsePhase == .body, exchange.isReusable {
        followers -= 1
        try start(asked)
      }
      try readBody()
      outcome.trailers.append(exchange.trailers)
    }
  }

  private mutating func start(_ asked: Asked) throws(HTTPException) {
    var head = try RequestHead(asked.method, "/")
    if asked.asksToUpgrade { try head.add("Upgrade", "other") }
    if asked.asksToClose { try head.add("Connection", "close") }
    try exchange.start(head)
    try exchange.finishRequest()
  }

  private mutating func readHead() throws(HTTPException) {
    while true {
      guard let head = try exchange.nextHead(in: input, isAtEnd: feed.isAtEnd) else {
        input += feed.next()
        continue
      }
      require(0...input.count ~= head.length, "a head stands in the input", head.length)
      input.removeFirst(head.length)
      outcome.heads.append(HeadFacts(head))
      if !head.isInterim { return }
    }
  }

  private mutating func readBody() throws(HTTPException) {
    while true {
      try readPastInput()
      let step = try exchange.nextBody(in: input, isAtEnd: feed.isAtEnd)
      require(
        step.framing >= 0 && step.data >= 0 && step.framing + step.data <= input.count, "what is announced stands in the input", step)
      input.removeFirst(step.framing)
      if step.isEnd { return require(step.data == 0, "the end of a body has no data", step) }
      if step.data > 0 { try take(step.data) } else { input += feed.next() }
    }
  }

  /// Takes body bytes, of which there are `count`, or some of them.
  private mutating func take(_ count: Int) throws(HTTPException) {
    require(count <= exchange.contiguousLength, "data has no framing in it", count)
    let count = delivery.takesParts ? Int.random(in: 1...count, using: &random) : count
    outcome.body += input.prefix(count)
    input.removeFirst(count)
    exchange.takeBody(count)
    if delivery.takesParts { try settle() }
  }

  /// Ends the body where only its usual end is left.
  private mutating func settle() throws(HTTPException) {
    let settled = try exchange.settleBody(in: input)
    require(0...input.count ~= settled, "the end of a body stands in the input", settled)
    input.removeFirst(settled)
  }

  /// Body bytes that go past the input.
  private mutating func readPastInput() throws(HTTPException) {
    while delivery.readsDirectly, input.isEmpty, !feed.isAtEnd {
      let limit = exchange.contiguousLength
      if limit == 0 { return }
      let piece = feed.next(limit)
      outcome.body += piece
      exchange.takeBody(piece.count)
      try settle()
    }
  }

  /// An exchange that has failed says so, and takes nothing more.
  private mutating func checkFailure() {
    require(exchange.responsePhase == .failed, "an error fails the exchange", exchange.responsePhase)
    require(!exchange.isReusable, "a failed exchange is not reusable")
    do {
      _ = try exchange.nextBody(in: input, isAtEnd: feed.isAtEnd)
      violated("a failed exchange throws")
    } catch {
      require(error == .closed, "a failed exchange throws `closed`", error)
    }
    let settled = try? exchange.settleBody(in: input)
    require(settled == 0 && exchange.contiguousLength == 0, "a failed exchange takes no input")
  }

  /// What was not taken is the end of the stream, byte for byte.
  private func checkRest(_ stream: [UInt8]) {
    guard let rest = outcome.rest else { return }
    require(rest.elementsEqual(stream.suffix(rest.count)), "what follows is left as it came", rest)
  }
}

// The span of a member counts as a use of the whole struct, so that the exchange beside it can't be called with it.
extension ClientExchange {
  fileprivate mutating func nextHead(in input: [UInt8], isAtEnd: Bool) throws(HTTPException) -> ResponseHead? {
    try nextHead(in: input.span, isAtEnd: isAtEnd)
  }

  fileprivate mutating func nextBody(in input: [UInt8], isAtEnd: Bool) throws(HTTPException) -> BodyStep {
    try nextBody(in: input.span, isAtEnd: isAtEnd)
  }

  fileprivate mutating func settleBody(in input: [UInt8]) throws(HTTPException) -> Int {
    try settleBody(in: input.span)
  }
}
