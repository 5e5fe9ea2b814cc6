import Foundation
import HTTPWireSession
import HTTPWireTesting
import Testing

/// Bodies with a media type of their own.
struct FormBodyTests {
  /// The fields, as WHATWG's serializer writes them, and as Python's `urllib.parse.urlencode` does where that differs.
  static let forms: [(fields: [(String, String)], encoded: String, python: String?)] = [
    ([], "", nil), ([("", "")], "=", nil), ([("a", "1"), ("b", ""), ("a", "2")], "a=1&b=&a=2", nil),
    ([("a b", "c d")], "a+b=c+d", nil), ([("a", "+&=%")], "a=%2B%26%3D%25", nil), ([("a", "x/y?z#")], "a=x%2Fy%3Fz%23", nil),
    ([("J\u{F6}rg", "\u{20AC}\u{1F600}")], "J%C3%B6rg=%E2%82%AC%F0%9F%98%80", nil), ([("a", "e\u{301}")], "a=e%CC%81", nil),
    ([("a", "-._azAZ09")], "a=-._azAZ09", nil), ([("a", "*")], "a=*", "a=%2A"), ([("a", "~")], "a=%7E", "a=~"),
    ([("a", "1\r\n2\n\0\u{7F}")], "a=1%0D%0A2%0A%00%7F", nil), ([("a", "'()!@$,;:[]")], "a=%27%28%29%21%40%24%2C%3B%3A%5B%5D", nil),
  ]

  @Test(arguments: 0..<forms.count) func `a form is encoded as browsers do it`(row: Int) throws {
    let (fields, encoded, _) = Self.forms[row]
    let received = try sent(.form(fields))
    #expect(received.text == encoded)
    #expect(received.headers["Content-Type"] == "application/x-www-form-urlencoded")
    #expect(received.headers["Content-Length"] == String(encoded.utf8.count))
  }

  @Test func `a dictionary literal keeps its order and its duplicates`() throws {
    let name = "b"
    #expect(try sent(.form(["z": "1", name: "2", "z": "3"])).text == "z=1&b=2&z=3")
  }

  @Test func `JSON is bytes of any kind, or text in UTF-8`() throws {
    let bodies: [RequestBody] = [
      .json(try JSONEncoder().encode(["caf\u{E9}"])), .json("[\"caf\u{E9}\"]"), .json(Array("[\"caf\u{E9}\"]".utf8)),
    ]
    for body in bodies {
      let received = try sent(body)
      #expect(received.text == "[\"caf\u{E9}\"]")
      #expect(received.headers.getAll("Content-Type") == ["application/json"])
    }
  }

  @Test func `a body without a media type adds no header`() throws {
    #expect(RequestBody.bytes([1]).headers.isEmpty)
    #expect(RequestBody.utf8("a").withContentType("a/b").headers == ["Content-Type": "a/b"])
  }

  private static let python = "/usr/bin/python3"

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: python)))
  func `Python encodes the same, except for two characters`() throws {
    let lists = Self.forms.map { "[" + $0.fields.map { "(\(Self.hex($0)), \(Self.hex($1)))" }.joined(separator: ", ") + "]" }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.python)
    process.arguments = ["-c", "import urllib.parse\nfor form in \(lists.joined(separator: ", ")): print(urllib.parse.urlencode(form))"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(text == Self.forms.map { ($0.python ?? $0.encoded) + "\n" }.joined())
  }

  private static func hex(_ text: String) -> String {
    "bytes.fromhex('" + text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "').decode()"
  }
}

/// What a server gets when a body is sent to it with its headers.
func sent(_ body: RequestBody, observer: (any ConnectionObserver)? = nil) throws -> ReceivedRequest {
  let server = try LoopbackServer.replying { _ in .init(status: 204) }
  defer { server.stop() }
  let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(30))
  if let observer { connection.observers = [observer] }
  try connection.request("POST", "/", body: body, headers: body.headers)
  #expect(try connection.getResponse().status == 204)
  return try #require(server.requests.first)
}
