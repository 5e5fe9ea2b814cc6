import HTTPWireCore
import Testing

/// Which of several faults in a method and target is told: CPython looks for control characters in both before it encodes the line.
@Suite struct RequestLineTests {
  static let beyondASCII: [(method: String, target: String, error: HTTPException)] = [
    ("G\u{E9}T", "/", .notEncodable(part: "method", text: "G\u{E9}T")),
    ("GET", "/\u{E9}", .notEncodable(part: "URL", text: "/\u{E9}")),
    ("G\u{E9}T", "/\u{E9}", .notEncodable(part: "method", text: "G\u{E9}T")),
    ("GET", "/\u{20AC}", .notEncodable(part: "URL", text: "/\u{20AC}")),
    (
      "G\u{E9}\u{1}T", "/",
      .invalidMethod("method can't contain control characters. 'G\u{E9}\\x01T' (found at least '\\x01')")
    ),
    ("GET", "/\u{E9} b", .invalidURL("URL can't contain control characters. '/\u{E9} b' (found at least ' ')")),
    ("G\u{E9}T", "/ b", .invalidURL("URL can't contain control characters. '/ b' (found at least ' ')")),
  ]

  @Test(
    "Characters beyond ASCII are told of once method and target have been searched for control characters", arguments: beyondASCII,
    Preset.allCases)
  func refusesBeyondASCII(_ row: (method: String, target: String, error: HTTPException), _ preset: Preset) {
    var head = RequestHead(leniency: preset.leniency)
    #expect(throws: row.error) { try head.start(row.method, row.target) }
    #expect(head.bytes.isEmpty)
    #expect(throws: row.error) { try RequestHead(row.method, row.target, leniency: preset.leniency) }
  }
}
