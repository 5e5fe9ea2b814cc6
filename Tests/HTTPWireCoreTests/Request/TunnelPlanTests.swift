import HTTPWireCore
import Testing

/// CONNECT requests and what the reply to one means (RFC 9110 section 9.3.6).
@Suite struct TunnelPlanTests {
  static func plan(
    _ host: String, port: Int? = nil, headers: HTTPMessage = [:], _ leniency: ParsingLeniency = .default
  ) throws(HTTPException) -> TunnelPlan {
    try TunnelPlan(host, port: port, headers: headers, defaultPort: 443, leniency: leniency)
  }

  static let targets: [(host: String, port: Int?, authority: String)] = [
    ("example.org", nil, "example.org:443"), ("example.org", 8443, "example.org:8443"), ("example.org:80", nil, "example.org:80"),
    ("[::1]", nil, "[::1]:443"), ("[::1]:80", nil, "[::1]:80"), ("::1", 443, "[::1]:443"), ("[fe80::1%eth0]:80", nil, "[fe80::1]:80"),
    ("127.0.0.1", 1, "127.0.0.1:1"), ("b\u{FC}cher.example", nil, "xn--bcher-kva.example:443"),
  ]

  @Test("The target always has a port, and stands in Host as well", arguments: targets)
  func asks(_ target: (host: String, port: Int?, authority: String)) throws {
    let plan = try Self.plan(target.host, port: target.port)
    for version in [HTTPVersion.http10, .http11] {
      let head = try plan.head(version)
      #expect(latin1(head.bytes) == "CONNECT \(target.authority) \(version.text)\r\nHost: \(target.authority)\r\n\r\n")
      #expect(try plan.shownHead(version).bytes == head.bytes)
    }
  }

  @Test("The caller's headers are sent, and the credentials not shown")
  func hidesCredentials() throws {
    let plan = try Self.plan("h", port: 1, headers: ["proxy-AUTHORIZATION": "Basic c2VjcmV0", "A": "b", "host": "other"])
    #expect(
      latin1(try plan.head(.http11).bytes)
        == "CONNECT h:1 HTTP/1.1\r\nproxy-AUTHORIZATION: Basic c2VjcmV0\r\nA: b\r\nhost: other\r\n\r\n")
    #expect(latin1(try plan.shownHead(.http11).bytes) == "CONNECT h:1 HTTP/1.1\r\nproxy-AUTHORIZATION: ***\r\nA: b\r\nhost: other\r\n\r\n")
    var dumped = ""
    dump(plan, to: &dumped)
    #expect(!dumped.contains("c2VjcmV0") && !"\(plan)".contains("c2VjcmV0"), "\(dumped)")
  }

  static let refused: [(host: String, port: Int?, headers: HTTPMessage, error: HTTPException)] = [
    ("", nil, [:], .invalidURL("a tunnel needs a host: ''")),
    (":80", nil, [:], .invalidURL("a tunnel needs a host: ':80'")),
    ("h:x", nil, [:], .invalidURL("nonnumeric port: 'x'")),
    ("h", 65_536, [:], .invalidURL("port out of range: 65536")),
    ("h", -1, [:], .invalidURL("port out of range: -1")),
    ("h\r\nA: b", 1, [:], .invalidURL("URL can't contain control characters. 'h\\r\\nA: b' (found at least '\\r')")),
    ("h", 1, ["A:": "b"], .invalidHeaderName(bytes("A:"))),
    ("h", 1, ["A": "b\r\nC: d"], .invalidHeaderValue(bytes("b\r\nC: d"))),
    ("h", 1, ["A": "\u{20AC}"], .notEncodable(part: "header value", text: "\u{20AC}")),
    ("h", 1, ["Proxy-Authorization": "secret\n"], .invalidHeaderValue(bytes("***"))),
    ("h", 1, ["Proxy-Authorization": "secret\u{20AC}"], .notEncodable(part: "header value", text: "***")),
    ("h", 1, ["Content-Length": "1", "Transfer-Encoding": "chunked"], .invalidHeaderValue(bytes("chunked"))),
  ]

  @Test("What could not be asked for is refused when it is set, without credentials in the error", arguments: refused)
  func refuses(_ row: (host: String, port: Int?, headers: HTTPMessage, error: HTTPException)) {
    #expect(throws: row.error) { try Self.plan(row.host, port: row.port, headers: row.headers) }
  }

  /// A status, and whether it is an answer, opens the tunnel and has a body, under each preset.
  static let replies: [(status: Int, standard: [Bool], python: [Bool])] = [
    (100, [false, false, false], [false, false, false]), (103, [false, false, false], [true, false, false]),
    (200, [true, true, false], [true, true, false]), (204, [true, true, false], [true, false, false]),
    (299, [true, true, false], [true, false, false]), (300, [true, false, true], [true, false, true]),
    (407, [true, false, true], [true, false, true]), (999, [true, false, true], [true, false, true]),
  ]

  @Test("What a reply means", arguments: replies, Preset.allCases)
  func understands(_ row: (status: Int, standard: [Bool], python: [Bool]), _ preset: Preset) throws {
    let plan = try Self.plan("h", port: 1, preset.leniency)
    var exchange = plan.exchange(limits: preset.limits)
    try exchange.start(plan.head(.http11))
    try exchange.finishRequest()
    var input = Input("HTTP/1.1 \(row.status) x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n")
    let found = try exchange.nextHead(&input)
    let head = try #require(found)
    // CPython takes a 100 for an answer, and the exchange for an interim response.
    let isAnswer = row.status == 100 && preset == .python ? true : (preset == .python ? row.python : row.standard)[0]
    #expect(plan.isAnswer(head) == isAnswer)
    #expect([plan.isOpened(by: head), plan.hasBody(head)] == (preset == .python ? row.python : row.standard)[1...])
    if plan.isOpened(by: head), row.status != 204 { #expect(exchange.framing == .tunnel && exchange.responsePhase == .body) }
  }

  @Test("A refusal whose lengths differ has a body up to the end of the connection")
  func readsRefusals() throws {
    let plan = try Self.plan("h", port: 1)
    var exchange = plan.exchange(limits: .default)
    try exchange.start(plan.head(.http11))
    try exchange.finishRequest()
    var input = Input("HTTP/1.1 407 x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nhello")
    _ = try exchange.nextHead(&input)
    #expect(exchange.framing == .untilClose)
    #expect(exchange.closeReasons == .protocolError)
    #expect(try exchange.nextBody(&input).text == "data(5)")
  }
}
