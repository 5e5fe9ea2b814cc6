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
  private var input = InputBuffer()
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
    input.isAtEnd = feed.isAtEnd
    do {
      try readAll(asked)
      outcome.rest = Array(input.contents) + feed.rest
    } catch {
      outcome.error = error
      if isAtHead { outcome.rest = Array(input.contents) + feed.rest }
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
    var head = RequestHeadWriter()
    try head.begin(asked.method, "/")
    if asked.asksToUpgrade { try head.add("Upgrade", "other") }
    if asked.asksToClose { try head.add("Connection", "close") }
    try exchange.start(head)
    try exchange.finishRequest()
  }

  private mutating func readHead() throws(HTTPException) {
    while true {
      switch try exchange.nextHead(&input) {
      case .needMore: receive()
      case .interim(let head): outcome.heads.append(HeadFacts(head, isInterim: true))
      case .final(let head):
        outcome.heads.append(HeadFacts(head, isInterim: false))
        return
      }
    }
  }

  private mutating func readBody() throws(HTTPException) {
    while true {
      readDirectly()
      switch try exchange.nextBody(&input) {
      case .needMore: receive()
      case .data(let count):
        require(count > 0 && count <= input.count, "the body bytes that are announced stand in the input", count)
        exchange.take(delivery.takesParts ? .random(in: 1...count, using: &random) : count, from: &input, to: &outcome.body)
        if delivery.takesParts { try exchange.settle(&input) }
      case .end: return
      }
    }
  }

  /// Body bytes that go past the input.
  private mutating func readDirectly() {
    while delivery.readsDirectly, !feed.isAtEnd {
      let limit = exchange.directReadLimit(input)
      if limit == 0 { return }
      let piece = feed.next(limit)
      outcome.body += piece
      exchange.didReadDirectly(piece.count, input)
    }
    if feed.isAtEnd { input.isAtEnd = true }
  }

  private mutating func receive() {
    input.append(contentsOf: feed.next())
    if feed.isAtEnd { input.isAtEnd = true }
  }

  /// An exchange that has failed says so, and takes nothing more.
  private mutating func checkFailure() {
    require(exchange.responsePhase == .failed, "an error fails the exchange", exchange.responsePhase)
    require(!exchange.isReusable, "a failed exchange is not reusable")
    let before = input.count
    do {
      _ = try exchange.nextBody(&input)
      violated("a failed exchange throws")
    } catch {
      require(error == .closed, "a failed exchange throws `closed`", error)
    }
    require(input.count == before, "a failed exchange takes no input")
  }

  /// What was not taken is the end of the stream, byte for byte.
  private func checkRest(_ stream: [UInt8]) {
    guard let rest = outcome.rest else { return }
    require(rest.elementsEqual(stream.suffix(rest.count)), "what follows is left as it came", rest)
  }
}
