import HTTPWireCore
import Testing

/// How a request's body is framed, and which fields a request gets beside the caller's (`HTTPConnection._send_request`).
@Suite struct RequestPlanTests {
  /// What a request comes to: the field that is added and whether the body is chunked, or an error.
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var method = "GET"
    var version = HTTPVersion.http11
    var headers: HTTPMessage = [:]
    let body: RequestPlan.Body
    var encodeChunked = false
    var field = ""
    var isChunked = false
    var fails = false
  }

  static let absent =
    ["PUT", "POST", "PATCH", "put", "Post", "pAtch"].map {
      Row(testDescription: "\($0) without body", method: $0, body: .absent, field: "Content-Length: 0\r\n")
    }
    + ["GET", "HEAD", "DELETE", "OPTIONS", "CONNECT", "P", "PROPFIND", "PUTT", "XPOST"].map {
      Row(testDescription: "\($0) without body", method: $0, body: .absent)
    }

  static let lengths = [
    Row(testDescription: "No byte", body: .length(0), field: "Content-Length: 0\r\n"),
    Row(testDescription: "Five bytes", method: "POST", body: .length(5), field: "Content-Length: 5\r\n"),
    Row(testDescription: "The most there are", body: .length(.max), field: "Content-Length: 9223372036854775807\r\n"),
    Row(testDescription: "Five bytes in HTTP/1.0", version: .http10, body: .length(5), field: "Content-Length: 5\r\n"),
    Row(
      testDescription: "Five bytes, to be chunked if the caller chunks", body: .length(5), encodeChunked: true,
      field: "Content-Length: 5\r\n"),
  ]

  static let unknown = [
    Row(testDescription: "A length that is unknown", body: .unknownLength, field: "Transfer-Encoding: chunked\r\n", isChunked: true),
    Row(
      testDescription: "A length that is unknown, to be chunked", method: "PUT", body: .unknownLength, encodeChunked: true,
      field: "Transfer-Encoding: chunked\r\n", isChunked: true),
    Row(testDescription: "A length that is unknown in HTTP/1.0", version: .http10, body: .unknownLength, fails: true),
  ]

  static let framed: [Row] = [RequestPlan.Body.absent, .length(5), .unknownLength].flatMap { body in
    [HTTPVersion.http11, .http10].flatMap { version in
      [
        Row(
          testDescription: "A Content-Length of the caller's", method: "POST", version: version, headers: ["content-length": "7"],
          body: body, encodeChunked: true),
        Row(
          testDescription: "A Transfer-Encoding of the caller's", method: "POST", version: version,
          headers: ["TRANSFER-ENCODING": "gzip, chunked"], body: body),
        Row(
          testDescription: "A Transfer-Encoding of the caller's, to be chunked", method: "POST", version: version,
          headers: ["A": "b", "Transfer-Encoding": "chunked"], body: body, encodeChunked: true, isChunked: true),
        Row(
          testDescription: "Both of the caller's", method: "POST", version: version,
          headers: ["Transfer-Encoding": "chunked", "Content-Length": "7"], body: body, encodeChunked: true),
      ]
    }
  }

  @Test("The field that tells the body's end", arguments: absent + lengths + unknown + framed, Preset.allCases)
  func frames(_ row: Row, _ preset: Preset) throws {
    var head = try RequestHead("GET", "/", leniency: preset.leniency)
    let plan = RequestPlan(headers: row.headers)
    let line = "GET / HTTP/1.1\r\n"
    do {
      let isChunked = try plan.addFraming(
        to: &head, of: row.body, method: row.method, version: row.version, encodeChunked: row.encodeChunked)
      // CPython chunks in HTTP/1.0, too.
      #expect(!row.fails || preset == .python)
      #expect(isChunked == row.isChunked || row.fails)
      #expect(latin1(head.bytes) == line + (row.fails ? "Transfer-Encoding: chunked\r\n" : row.field) + "\r\n")
    } catch {
      #expect(row.fails && preset == .standard)
      #expect(error == .invalidArgument("a body of unknown length needs a Content-Length in HTTP/1.0"))
      #expect(latin1(head.bytes) == line + "\r\n")
    }
  }

  @Test(
    "The names that a plan looks for have no case, and no others pass for them",
    arguments: [
      ("Host", [true, false, true]), ("HOST", [true, false, true]), ("accept-encoding", [false, true, true]),
      ("Content-Length", [false, false, false]), ("transfer-ENCODING", [false, false, false]), ("Hosts", [false, false, true]),
      ("Content-Lengti", [false, false, true]), ("Accept-Encodinh", [false, false, true]), ("Transfer_Encoding", [false, false, true]),
      ("", [false, false, true]),
    ])
  func finds(_ name: String, _ expected: [Bool]) {
    let plan = RequestPlan(headers: ["A": "b", name: "\u{20AC}", "C": "d"])
    #expect([plan.hasHost, plan.hasAcceptEncoding, plan.framesBody] == expected)
  }
}
