import HTTPWireCore

/// All that an exchange says about the reply to one request.
struct Outcome: Equatable, Sendable {
  var interim: [Int] = []
  var version: HTTPVersion?
  var status: Int?
  var reason = ""
  /// The fields as "Name: value".
  var fields: [String] = []
  var defects = 0
  var framing: BodyFraming?
  var body: [UInt8] = []
  var trailers: [String]?
  var error: HTTPException?
  /// The exchange asked for more than there was, and the stream had not ended.
  var isStalled = false
  var closeReasons: CloseReasons = []
  /// How many bytes of the reply were left. Not noted after an error, when it means nothing.
  var unread = 0
}

/// A request as far as the reply depends on it.
struct RequestLine: Sendable {
  var method = "GET"
  var fields: [String: String] = [:]
}

extension Outcome {
  /// Sends a request and has the exchange read what is delivered.
  init(
    to request: RequestLine = RequestLine(), _ delivery: Delivery, ends: Bool, leniency: ParsingLeniency,
    limits: ParsingLimits = .default
  ) {
    var driver = Driver(delivery: delivery, ends: ends, leniency: leniency, limits: limits)
    do {
      try driver.send(request)
      try driver.read()
    } catch {
      driver.outcome.error = error
    }
    self = driver.finished()
  }

  init(to request: RequestLine = RequestLine(), _ delivery: Delivery, ends: Bool, preset: Preset) {
    self.init(to: request, delivery, ends: ends, leniency: preset.leniency, limits: preset.limits)
  }
}

/// The loops of the walk in ``ClientExchange``, fed from a script.
private struct Driver {
  var outcome = Outcome()
  var exchange: ClientExchange
  var input = Input()
  var pieces: ArraySlice<[UInt8]>
  let delivery: Delivery
  let ends: Bool
  let leniency: ParsingLeniency

  init(delivery: Delivery, ends: Bool, leniency: ParsingLeniency, limits: ParsingLimits) {
    exchange = ClientExchange(leniency: leniency, limits: limits)
    pieces = delivery.pieces[...]
    self.delivery = delivery
    self.ends = ends
    self.leniency = leniency
  }

  mutating func send(_ request: RequestLine) throws(HTTPException) {
    var head = try RequestHead(request.method, "/")
    for (name, value) in request.fields { try head.add(name, value) }
    try exchange.start(head)
    try exchange.finishRequest()
  }

  /// Delivers the next piece. False when nothing is left to deliver.
  mutating func receive() -> Bool {
    if let piece = pieces.popFirst() {
      input.append(piece)
      if delivery.endIsKnownAtOnce, pieces.isEmpty, ends { input.isAtEnd = true }
      return true
    }
    if ends, !input.isAtEnd {
      input.isAtEnd = true
      return true
    }
    outcome.isStalled = true
    return false
  }

  mutating func read() throws(HTTPException) {
    while true {
      guard let head = try exchange.nextHead(&input) else {
        if !receive() { return }
        continue
      }
      if head.isInterim {
        outcome.interim.append(head.status)
      } else {
        note(head)
        return try readBody()
      }
    }
  }

  private mutating func note(_ head: ResponseHead) {
    outcome.version = head.version
    outcome.status = head.status
    outcome.reason = head.reason
    outcome.fields = head.headers.items.map { "\($0.name): \($0.value)" }
    outcome.defects = head.headers.defects.count
    outcome.framing = exchange.framing
  }

  private mutating func readBody() throws(HTTPException) {
    while true {
      let step = try exchange.nextBody(&input)
      if step.isEnd {
        outcome.trailers = exchange.trailers?.items.map { "\($0.name): \($0.value)" }
        return
      }
      if step.data == 0, !receive() { return }
      exchange.take(min(step.data, delivery.taking), from: &input, to: &outcome.body)
      if delivery.settles { try exchange.settle(&input) }
    }
  }

  func finished() -> Outcome {
    var outcome = outcome
    outcome.closeReasons = exchange.closeReasons
    outcome.error = outcome.error?.withoutDelivery(leniency)
    if outcome.error == nil { outcome.unread = input.count + pieces.reduce(0) { $0 + $1.count } }
    return outcome
  }
}

extension HTTPException {
  /// The error without what depends on the delivery: the line of another protocol is refused at the first byte that differs from "HTTP/",
  /// and shown as far as it had arrived. CPython waits for the whole line.
  func withoutDelivery(_ leniency: ParsingLeniency) -> HTTPException {
    guard case .badStatusLine(let line) = self, !leniency.contains(.looseStatusLines) else { return self }
    let common = zip(line.unicodeScalars, "HTTP/".unicodeScalars).prefix { $0 == $1 }.count
    return common == min(line.unicodeScalars.count, 5) ? self : .badStatusLine(String(line.unicodeScalars.prefix(common + 1)))
  }
}
