import HTTPWireCore
import Testing

/// Requests that start before those in front of them were answered.
struct PipelinedExchangeTests {
  private static func pipeline(_ methods: [String], _ exchange: inout ClientExchange) throws {
    for method in methods {
      try exchange.start(RequestHead(method, "/"), pipelined: true)
      try exchange.finishRequest()
    }
  }

  private static let replies =
    Vector.ok + "Content-Length: 3\r\n\r\none" + Vector.ok + "Content-Length: 5\r\n\r\n" + "HTTP/1.1 103 Early Hints\r\n\r\n"
    + Vector.chunked
    + "5\r\nthree\r\n0\r\n\r\n" + "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"

  @Test(arguments: [1, 2, 7, 1_000]) func `responses come in order, each framed for its own request`(step: Int) throws {
    var exchange = ClientExchange()
    try Self.pipeline(["GET", "HEAD", "GET", "GET"], &exchange)
    var input = Input()
    var seen: [String] = []
    var bytes = bytes(Self.replies)[...]
    while !bytes.isEmpty || exchange.requestPhase != .idle {
      input.append(Array(bytes.prefix(step)))
      bytes = bytes.dropFirst(step)
      while exchange.responsePhase == .awaitingHead, let head = try exchange.nextHead(&input) {
        if head.isInterim { continue }
        var body: [UInt8] = []
        while exchange.responsePhase == .body {
          let next = try exchange.nextBody(&input)
          exchange.take(next.data, from: &input, to: &body)
          if next.data > 0 || next.isEnd { continue }
          input.append(Array(bytes.prefix(step)))
          bytes = bytes.dropFirst(step)
        }
        seen.append("\(head.status) \(String(decoding: body, as: UTF8.self))")
      }
    }
    #expect(seen == ["200 one", "200 ", "200 three", "404 "])
    #expect(exchange.isReusable)
    #expect(input.isEmpty)
  }

  @Test func `after a response that closes, nothing is waited for`() throws {
    for closing in ["HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"] {
      var exchange = ClientExchange()
      try Self.pipeline(["GET", "GET", "GET"], &exchange)
      var input = Input(closing)
      #expect(try exchange.nextHead(&input)?.status == 200)
      #expect(exchange.requestPhase == .idle)
      #expect(exchange.responsePhase == .idle)
      #expect(!exchange.isReusable)
    }
  }

  @Test func `a response in front of the request that is being sent is not its answer`() throws {
    var exchange = ClientExchange()
    try Self.pipeline(["GET"], &exchange)
    try exchange.start(RequestHead("GET", "/"), pipelined: true)
    var input = Input(StateMatrix.five)
    #expect(try exchange.nextHead(&input)?.status == 200)
    #expect(exchange.requestPhase == .sending)
    try exchange.finishRequest()
    #expect(exchange.requestPhase == .sent)
    exchange.takeBody(5)
    #expect(try exchange.nextBody(&input).isEnd)
    #expect(exchange.responsePhase == .awaitingHead)
    var last = Input("HTTP/1.1 204 No Content\r\n\r\n")
    #expect(try exchange.nextHead(&last)?.status == 204)
    #expect(exchange.requestPhase == .idle)
  }

  @Test func `only a request that says so is pipelined, and none while another is being sent`() throws {
    var exchange = ClientExchange()
    try Self.pipeline(["GET"], &exchange)
    #expect(throws: HTTPException.cannotSendRequest("Request-sent")) { try exchange.start(RequestHead("GET", "/")) }
    try exchange.start(RequestHead("GET", "/"), pipelined: true)
    #expect(throws: HTTPException.cannotSendRequest("Request-started")) { try exchange.start(RequestHead("GET", "/"), pipelined: true) }
  }

  @Test(arguments: [("Connection", "close"), ("Upgrade", "websocket")])
  func `no request follows one that asks to close or to upgrade`(field: (name: String, value: String)) throws {
    var exchange = ClientExchange()
    var last = try RequestHead("GET", "/")
    try last.add(field.name, field.value)
    try exchange.start(last, pipelined: true)
    try exchange.finishRequest()
    #expect(throws: HTTPException.self) { try exchange.start(RequestHead("GET", "/"), pipelined: true) }
  }
}
