import HTTPWire
import HTTPWireTesting
import Testing

/// Which fields `request` adds by itself.
struct AutomaticFieldsTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var method = "GET"
    var headers: HTTPMessage = [:]
    var body: Body = .none
    let fields: AutomaticFields
    let sent: String

    enum Body: Sendable { case none, text(String), span(Int) }
  }

  static let rows = [
    Row(testDescription: "all", fields: .all, sent: "Host: h\r\nAccept-Encoding: identity\r\n\r\n"),
    Row(testDescription: "no Accept-Encoding", fields: [.host, .contentLength], sent: "Host: h\r\n\r\n"),
    Row(testDescription: "no Host", fields: [.acceptEncoding, .contentLength], sent: "Accept-Encoding: identity\r\n\r\n"),
    Row(testDescription: "none", fields: [], sent: "\r\n"),
    Row(
      testDescription: "the caller's stay", headers: ["Host": "x", "Accept-Encoding": "gzip"], fields: [],
      sent: "Host: x\r\nAccept-Encoding: gzip\r\n\r\n"),
    Row(testDescription: "a POST without a length", method: "POST", fields: [.host], sent: "Host: h\r\n\r\n"),
    Row(testDescription: "a POST with one", method: "POST", fields: [.contentLength], sent: "Content-Length: 0\r\n\r\n"),
    Row(
      testDescription: "a body without a length is sent in chunks", method: "PUT", body: .text("abc"), fields: [.host],
      sent: "Host: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
    Row(
      testDescription: "a large span without a length, too", method: "PUT", body: .span(70_000), fields: [],
      sent: "Transfer-Encoding: chunked\r\n\r\n11170\r\n\(String(repeating: "x", count: 70_000))\r\n0\r\n\r\n"),
    Row(
      testDescription: "the caller's length counts", method: "PUT", headers: ["Content-Length": "3"], body: .text("abc"), fields: [],
      sent: "Content-Length: 3\r\n\r\nabc"),
    Row(
      testDescription: "bits that mean nothing add nothing", fields: AutomaticFields(rawValue: .max),
      sent: "Host: h\r\nAccept-Encoding: identity\r\n\r\n"),
  ]

  @Test(arguments: rows) func `the fields that are left out are not sent, and no others`(row: Row) throws {
    let (connection, stream) = try scripted(emptyReply)
    connection.automaticFields = row.fields
    switch row.body {
    case .none: try connection.request(row.method, "/", headers: row.headers)
    case .text(let text): try connection.request(row.method, "/", body: .utf8(text), headers: row.headers)
    case .span(let count):
      try connection.request(row.method, "/", body: [UInt8](repeating: 0x78, count: count).span, headers: row.headers)
    }
    #expect(stream.writtenText == "\(row.method) / HTTP/1.1\r\n" + row.sent)
    #expect(connection.automaticFields == row.fields)
  }

  @Test func `a body without a length is refused where it can't be sent in chunks`() throws {
    for version in [HTTPVersion.http10, .http11] {
      let (connection, stream) = try scripted()
      connection.automaticFields = []
      connection.httpVersion = version
      let error = #expect(throws: HTTPException.self) {
        if version == .http10 {
          try connection.request("PUT", "/", body: "abc")
        } else {
          _ = try connection.pipeline([PipelinedRequest("PUT", "/", body: "abc")]) { _, _ in }
        }
      }
      guard case .invalidArgument? = error else { return #expect(Bool(false), "\(String(describing: error))") }
      #expect(stream.writes.isEmpty)
    }
  }

  @Test func `step by step, the parameters alone decide`() throws {
    let (connection, stream) = try scripted()
    connection.automaticFields = []
    try connection.putRequest("GET", "/")
    try connection.endHeaders()
    #expect(stream.writtenText == getHead)
  }
}
