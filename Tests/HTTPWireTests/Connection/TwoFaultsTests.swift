import HTTPWire
import HTTPWireTesting
import Testing

/// Which of two faults in one request is reported: CPython looks at the method and the target before it thinks of `Host`.
struct TwoFaultsTests {
  static let rows: [(method: String, url: String, error: String)] = [
    ("BAD\u{1}METHOD", "http://[x/", "method can't contain control characters"),
    ("GET", "http://[::1 ]/", "URL can't contain control characters"),
    ("GET", "http://[x/", "Invalid IPv6 URL"),
  ]

  @Test(arguments: rows, Preset.allCases)
  func `a fault in method or target comes before one in the host`(
    row: (method: String, url: String, error: String), preset: Preset
  ) throws {
    let connection = try HTTPConnection("h", leniency: preset.leniency)
    let error = #expect(throws: HTTPException.self) { try connection.request(row.method, row.url) }
    #expect(error?.description.hasPrefix(row.error) == true, "\(String(describing: error))")
  }

  @Test func `a target beyond ASCII is reported as such, whatever its host is`() throws {
    let connection = try HTTPConnection("h")
    #expect(throws: HTTPException.notEncodable(part: "URL", text: "http://[\u{E9}]/")) {
      try connection.request("GET", "http://[\u{E9}]/")
    }
  }
}
