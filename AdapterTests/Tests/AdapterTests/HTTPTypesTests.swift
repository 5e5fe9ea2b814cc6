import HTTPTypes
import HTTPWire
import HTTPWireTesting
import HTTPWireTypes
import Testing

/// The types of swift-http-types, to and from those of this package.
struct HTTPTypesTests {
  // MARK: Fields

  /// Values in bytes.
  static let values: [[UInt8]] = [
    Array("text/html; charset=utf-8".utf8), [], Array("caf\u{E9} \u{20AC}".utf8), [0x63, 0xE9], [0xFF, 0x80, 0xC3], Array(" \ta b\t ".utf8),
    [0x01, 0x7F, 0x1B], Array("e\u{301}".utf8), Array(repeating: 0x61, count: 100_000),
  ]

  @Test(arguments: values) func `every byte of a value comes through and back`(value: [UInt8]) throws {
    var message: HTTPMessage = [:]
    message.add(name: "X-Value".utf8, value: value)
    let fields = try HTTPFields(message)
    #expect(fields.count == 1)
    #expect(fields[0].bytes == value)
    #expect(fields[0].value == String(decoding: value, as: UTF8.self))
    #expect(HTTPMessage(fields) == message)
  }

  @Test func `order, duplicates and the case of names come through and back`() throws {
    let message: HTTPMessage = ["X-b": "1", "X-A": "2", "x-B": "3", "ETAG": "4", "X-A": "2"]
    let fields = try HTTPFields(message)
    #expect(fields.map(\.name.rawName) == ["X-b", "X-A", "x-B", "ETAG", "X-A"])
    #expect(fields.map(\.value) == ["1", "2", "3", "4", "2"])
    #expect(fields[.eTag] == "4")
    #expect(HTTPMessage(fields) == message)
    #expect(try HTTPFields(HTTPMessage()).isEmpty)
  }

  @Test func `text beyond ASCII has the bytes that the message would send`() throws {
    // The message has the first as Latin-1, and the second, which Latin-1 can't hold, as UTF-8.
    let fields = try HTTPFields(["X-Latin": "\u{E9}", "X-Wide": "\u{20AC}"] as HTTPMessage)
    #expect(fields.map(\.bytes) == [[0xE9], [0xE2, 0x82, 0xAC]])
    // The other way round, UTF-8 is read as Latin-1.
    let accept = try #require(HTTPTypes.HTTPField.Name("X-Name"))
    #expect(HTTPMessage([accept: "\u{E9}"] as HTTPFields)["X-Name"] == "\u{C3}\u{A9}")
  }

  @Test func `how HTTP/2 may index a field is lost`() {
    var secret = HTTPTypes.HTTPField(name: .authorization, value: "Bearer a")
    secret.indexingStrategy = .disallow
    #expect(HTTPMessage(HTTPFields([secret])) == ["Authorization": "Bearer a"])
  }

  @Test(arguments: ["a\r\nb", "a\nb", "\r", "a\0"]) func `a value that would be changed is refused`(value: String) {
    #expect(throws: HTTPException.invalidHeaderValue(Array(value.utf8))) { try HTTPFields(["X-Value": value] as HTTPMessage) }
  }

  @Test(arguments: ["", "a b", ":path", "a:", "\u{E9}", "a\r\n"]) func `a name that is no token is refused`(name: String) {
    var message: HTTPMessage = [:]
    message.add(name: name.utf8, value: "x".utf8)
    #expect(throws: HTTPException.invalidHeaderName(Array(name.utf8))) { try HTTPFields(message) }
  }

  @Test func `as many fields as there may be are taken, and one more is refused`() throws {
    var message = HTTPMessage((0..<65_534).map { _ in (name: "A", value: "") })
    #expect(try HTTPFields(message).count == 65_534)
    message.add("A", "")
    #expect(throws: HTTPException.limitExceeded(what: "fields", limit: 65_534)) { try HTTPFields(message) }
  }

  // MARK: Responses

  static let replies: [(head: String, code: Int, reason: String)] = [
    ("HTTP/1.1 200 OK", 200, "OK"), ("HTTP/1.0 404 Nicht gefunden", 404, "Nicht gefunden"), ("HTTP/1.1 999", 999, ""),
    ("HTTP/1.1 204 ", 204, ""), ("HTTP/1.1 500 a\tb", 500, "a\tb"),
  ]

  @Test(arguments: 0..<replies.count) func `a response has its status and fields, and the body is left`(row: Int) throws {
    let (head, code, reason) = Self.replies[row]
    let response = try Self.response(Array("\(head)\r\nX-Tag: a\r\nx-tag: b\r\nContent-Length: 4\r\n\r\nspam".utf8))
    let converted = try HTTPTypes.HTTPResponse(response)
    #expect(converted.status.code == code)
    #expect(converted.status.reasonPhrase == reason)
    let tag = try #require(HTTPTypes.HTTPField.Name("X-Tag"))
    #expect(converted.headerFields[values: tag] == ["a", "b"])
    if code != 204 { #expect(try response.read() == Array("spam".utf8)) }
  }

  @Test func `a reason phrase beyond ASCII is Latin-1 text`() throws {
    let response = try Self.response(Array("HTTP/1.1 200 caf".utf8) + [0xE9] + Array("\r\n\r\n".utf8))
    #expect(try HTTPTypes.HTTPResponse(response).status.reasonPhrase == "caf\u{E9}")
  }

  @Test func `trailers are fields, too`() throws {
    let text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nDigest: a\r\n\r\n"
    let response = try Self.response(Array(text.utf8))
    #expect(try response.read().isEmpty)
    let digest = try #require(HTTPTypes.HTTPField.Name("Digest"))
    #expect(try HTTPFields(#require(response.trailers))[digest] == "a")
  }

  @Test func `a field that only a leniency has let in is refused`() throws {
    let response = try Self.response(Array("HTTP/1.1 200 OK\r\nX-Tag: a\0b\r\n\r\n".utf8), leniency: .python)
    #expect(throws: HTTPException.invalidHeaderValue([0x61, 0, 0x62])) { try HTTPTypes.HTTPResponse(response) }
  }

  private static func response(_ bytes: [UInt8], leniency: ParsingLeniency = .default) throws -> HTTPWire.HTTPResponse {
    let response = HTTPWire.HTTPResponse(stream: ScriptedStream([bytes], atEnd: .end), method: "GET", leniency: leniency)
    try response.begin()
    return response
  }
}

extension HTTPTypes.HTTPField {
  /// The bytes of the value.
  var bytes: [UInt8] { withUnsafeBytesOfValue { Array($0) } }
}
