import HTTPWireCore

/// Every state an exchange can be in, and every call there is.
enum StateMatrix {
  struct State: Sendable {
    let name: String
    let reach: @Sendable (inout ClientExchange) throws -> Void
  }

  struct Call: Sendable {
    let name: String
    let make: @Sendable (inout ClientExchange) throws -> String
  }

  static func result(of call: Call, _ exchange: inout ClientExchange) -> String {
    do { return try call.make(&exchange) } catch { return "\(error)" }
  }

  /// All that the exchange shows of its state.
  static func describe(_ exchange: ClientExchange) -> String {
    let left = exchange.responsePhase == .body ? exchange.remainingLength.map { " \($0) left" } ?? " \(exchange.framing)" : ""
    return "\(exchange.requestPhase)/\(exchange.responsePhase)\(left)" + (exchange.isReusable ? "" : ", \(exchange.closeReasons)")
  }

  // MARK: States

  private static func start(_ exchange: inout ClientExchange) throws { try exchange.start(RequestHead("GET", "/")) }

  private static func send(_ exchange: inout ClientExchange) throws {
    try start(&exchange)
    try exchange.finishRequest()
  }

  private static func receive(_ reply: String, _ exchange: inout ClientExchange) throws {
    var input = Input(reply)
    _ = try exchange.nextHead(&input)
  }

  static let five = Vector.ok + "Content-Length: 5\r\n\r\n"

  static let states = [
    State(name: "new") { _ in },
    State(name: "sending") { try start(&$0) },
    State(name: "sent") { try send(&$0) },
    State(name: "in a body") {
      try send(&$0)
      try receive(five, &$0)
    },
    State(name: "in a chunked body") {
      try send(&$0)
      try receive(Vector.chunked, &$0)
    },
    State(name: "in a body that ends with the connection") {
      try send(&$0)
      try receive(Vector.ok + "\r\n", &$0)
    },
    State(name: "in a body that came before the request was sent") {
      try start(&$0)
      try receive(five, &$0)
    },
    State(name: "answered before the request was sent") {
      try start(&$0)
      try receive(Vector.ok + "Content-Length: 0\r\n\r\n", &$0)
    },
    State(name: "failed in a body that came before the request was sent") {
      try start(&$0)
      try receive(five, &$0)
      $0.abandonBody()
    },
    State(name: "in a body, sending the next request") {
      try send(&$0)
      try receive(five, &$0)
      try start(&$0)
    },
    State(name: "in a body, the next request sent") {
      try send(&$0)
      try receive(five, &$0)
      try send(&$0)
    },
    State(name: "done") {
      try send(&$0)
      try receive(Vector.ok + "Content-Length: 0\r\n\r\n", &$0)
    },
    State(name: "done, to be closed") {
      try send(&$0)
      try receive(Vector.ok + "Content-Length: 0\r\nConnection: close\r\n\r\n", &$0)
    },
    State(name: "failed in a body") {
      try send(&$0)
      try receive(five, &$0)
      $0.abandonBody()
    },
    State(name: "failed while sending") {
      try start(&$0)
      $0.readFailed()
    },
    State(name: "failed when sent") {
      try send(&$0)
      $0.readFailed()
    },
  ]

  // MARK: Calls

  private static func nextHead(_ name: String, _ reply: String, ends: Bool = false) -> Call {
    Call(name: "nextHead, \(name)") { exchange in
      var input = Input(reply, isAtEnd: ends)
      return try exchange.nextHead(&input).map { ($0.isInterim ? "interim " : "final ") + "\($0.status)" } ?? "needMore"
    }
  }

  private static func nextBody(_ name: String, _ reply: String, ends: Bool = false) -> Call {
    Call(name: "nextBody, \(name)") { exchange in
      var input = Input(reply, isAtEnd: ends)
      return try exchange.nextBody(&input).text
    }
  }

  /// Takes as many bytes as are there and belong to the body, and settles it.
  private static func take(_ name: String, _ count: Int, of reply: String) -> Call {
    Call(name: "take, \(name)") { exchange in
      var input = Input(reply)
      var body: [UInt8] = []
      exchange.take(count, from: &input, to: &body)
      try exchange.settle(&input)
      return "\(body.count) taken"
    }
  }

  private static func takeBody(_ count: Int) -> Call { call("takeBody(\(count))") { $0.takeBody(count) } }

  private static func call(_ name: String, _ make: @escaping @Sendable (inout ClientExchange) throws -> Void) -> Call {
    Call(name: name) {
      try make(&$0)
      return "done"
    }
  }

  static let calls = [
    call("start") { try start(&$0) },
    call("noteSent") { $0.noteSent(1) },
    call("finishRequest") { try $0.finishRequest() },
    nextHead("nothing", ""),
    nextHead("an interim response", "HTTP/1.1 100 Continue\r\n\r\n"),
    nextHead("a response without body", "HTTP/1.1 204 OK\r\n\r\n"),
    nextHead("a response with a body", five),
    nextHead("nonsense", "nonsense\r\n"),
    nextHead("the end", "", ends: true),
    nextBody("nothing", ""),
    nextBody("three bytes", "3\r\n"),
    nextBody("the end", "", ends: true),
    take("nothing", 0, of: "hello"),
    take("two bytes", 2, of: "hello"),
    take("five bytes", 5, of: "hello"),
    take("five bytes of six", 6, of: "hello!"),
    takeBody(.min),
    takeBody(5),
    takeBody(.max),
    call("read past the input") {
      var input = Input()
      $0.takeBody(5)
      try $0.settle(&input)
    },
    Call(name: "settleBody") { exchange in
      let end = ChunkEncoder.end
      return "\(try exchange.settleBody(in: end.span)) dropped"
    },
    call("abandonBody") { $0.abandonBody() },
    call("readFailed") { $0.readFailed() },
    call("mustClose") { $0.mustClose(.streamFailed) },
    call("mustClose for nothing") { $0.mustClose([]) },
  ]
}
