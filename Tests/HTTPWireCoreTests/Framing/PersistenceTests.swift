import HTTPWireCore
import Testing

/// Whether a connection outlives a response: RFC 9112 section 9.3, and `HTTPResponse._check_close`.
@Suite struct PersistenceTests {
  static func reply(_ version: String, _ fields: String...) -> String {
    "\(version) 200 OK\r\n" + fields.map { $0 + "\r\n" }.joined() + "Content-Length: 0\r\n\r\n"
  }

  static func kept(_ version: HTTPVersion = .http11, _ closes: CloseReasons = []) -> Expectation {
    .response(200, version: version, framing: .length(0), closes: closes)
  }

  static let vectors = [
    Vector("HTTP/1.1 stays", reply("HTTP/1.1"), kept()),
    Vector("HTTP/1.1 that says keep-alive stays", reply("HTTP/1.1", "Connection: keep-alive"), kept()),
    Vector("close closes", reply("HTTP/1.1", "Connection: close"), kept(.http11, .serverCloses)),
    Vector("Tokens have no case", reply("HTTP/1.1", "connection: CLOSE"), kept(.http11, .serverCloses)),
    Vector("close in a list closes", reply("HTTP/1.1", "Connection: foo, close ,bar"), kept(.http11, .serverCloses)),
    Vector("close wins over keep-alive", reply("HTTP/1.1", "Connection: keep-alive, close"), kept(.http11, .serverCloses)),
    Vector(
      "close in a second field closes", reply("HTTP/1.1", "Connection: foo", "Connection: close"), kept(.http11, .serverCloses),
      python: kept()),
    Vector("closeness does not close", reply("HTTP/1.1", "Connection: closeness"), kept(), python: kept(.http11, .serverCloses)),
    Vector("Nor does not-close", reply("HTTP/1.1", "Connection: not-close"), kept(), python: kept(.http11, .serverCloses)),
    Vector("Proxy-Connection does not close HTTP/1.1", reply("HTTP/1.1", "Proxy-Connection: close"), kept()),
    Vector("HTTP/1.0 closes", reply("HTTP/1.0"), kept(.http10, .http10)),
    Vector("HTTP/1.0 that says keep-alive stays", reply("HTTP/1.0", "Connection: Keep-Alive"), kept(.http10)),
    Vector(
      "It may say so in a second field", reply("HTTP/1.0", "Connection: foo", "Connection: keep-alive"), kept(.http10),
      python: kept(.http10, .http10)),
    Vector(
      "It may not say so in part of a token", reply("HTTP/1.0", "Connection: xkeep-alivex"), kept(.http10, .http10), python: kept(.http10)),
    Vector("A Keep-Alive field does not say so", reply("HTTP/1.0", "Keep-Alive: timeout=5"), kept(.http10, .http10), python: kept(.http10)),
    Vector("An empty Keep-Alive field says nothing", reply("HTTP/1.0", "Keep-Alive:"), kept(.http10, .http10)),
    Vector(
      "A Proxy-Connection field does not say so", reply("HTTP/1.0", "Proxy-Connection: keep-alive"), kept(.http10, .http10),
      python: kept(.http10)),
    Vector(
      "HTTP/1.0 that says close closes", reply("HTTP/1.0", "Connection: close"), kept(.http10, .serverCloses),
      python: kept(.http10, .http10)),
    Vector(
      "HTTP/1.0 that says both closes", reply("HTTP/1.0", "Connection: keep-alive, close"), kept(.http10, .serverCloses),
      python: kept(.http10)),
    Vector(
      "A request that says close closes", with: ["Connection": "close"], reply("HTTP/1.1"), kept(.http11, .clientCloses), python: kept()),
    Vector(
      "A request that says close in a list closes", with: ["Connection": "foo, Close"], reply("HTTP/1.1"), kept(.http11, .clientCloses),
      python: kept()),
    Vector("A request that says keep-alive does not", with: ["Connection": "keep-alive"], reply("HTTP/1.1"), kept()),
    Vector(
      "Both may say close", with: ["Connection": "close"], reply("HTTP/1.1", "Connection: close"),
      kept(.http11, [.clientCloses, .serverCloses]), python: kept(.http11, .serverCloses)),
    Vector(
      "A chunked body leaves the connection", Vector.chunked + "0\r\n\r\n", .response(200, framing: .chunked)),
    Vector(
      "204 leaves the connection", "HTTP/1.1 204 OK\r\n\r\n", .response(204, framing: .none)),
    Vector(
      "keep-alive can't save a body without end", Vector.ok + "Connection: keep-alive\r\n\r\nhello", ends: true,
      .response(200, body: "hello", framing: .untilClose, closes: .untilClose)),
  ]

  @Test("Persistence", arguments: vectors, Preset.allCases)
  func decides(_ vector: Vector, _ preset: Preset) {
    vector.check(preset)
  }
}
