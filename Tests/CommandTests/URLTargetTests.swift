import Testing

@testable import httpwire

@Suite("URLs on the command line")
struct URLTargetTests {
  static let accepted: [(String, URLTarget)] = [
    ("http://example.org/a/b?c=d", URLTarget(host: "example.org", target: "/a/b?c=d")),
    ("HTTP://example.org", URLTarget(host: "example.org")),
    ("https://example.org/a", URLTarget(scheme: .https, host: "example.org", port: 443, target: "/a")),
    ("HTTPS://example.org:8443", URLTarget(scheme: .https, host: "example.org", port: 8443)),
    ("https://[::1]/", URLTarget(scheme: .https, host: "::1")),
    ("example.org", URLTarget(host: "example.org")),
    ("localhost:8080", URLTarget(host: "localhost", port: 8080)),
    ("localhost:8080/x", URLTarget(host: "localhost", port: 8080, target: "/x")),
    ("http://example.org?q", URLTarget(host: "example.org", target: "/?q")),
    ("http://example.org/a#part", URLTarget(host: "example.org", target: "/a")),
    ("http://example.org#part", URLTarget(host: "example.org")),
    ("http://example.org/?u=http://other/@x", URLTarget(host: "example.org", target: "/?u=http://other/@x")),
    ("http://example.org/a/../b//c", URLTarget(host: "example.org", target: "/a/../b//c")),
    ("http://example.org/%2e%0A", URLTarget(host: "example.org", target: "/%2e%0A")),
    ("http://[::1]", URLTarget(host: "::1")),
    ("http://[::1]:8080/x", URLTarget(host: "::1", port: 8080, target: "/x")),
    ("http://[fe80::1%25eth0]/", URLTarget(host: "fe80::1%eth0")),
    ("http://[fe80::1%eth0]/", URLTarget(host: "fe80::1%eth0")),
    ("http://example.org:0/", URLTarget(host: "example.org", port: 0)),
    ("http://example.org:65535/", URLTarget(host: "example.org", port: 65_535)),
  ]

  @Test("a URL gives host, port and target", arguments: accepted)
  func accepts(text: String, target: URLTarget) throws {
    #expect(try URLTarget(text) == target)
  }

  static let refused: [(String, CommandStatus)] = [
    ("", .badURL), ("http://", .badURL), ("http:///path", .badURL), ("http://:80/", .badURL), ("/path", .badURL),
    ("http://a:/", .badURL), ("http://a:65536/", .badURL), ("http://a:+80/", .badURL), ("http://a:8_0/", .badURL),
    ("http://a:80:80/", .badURL), ("http://a:000080/", .badURL), ("http://a:\u{661}/", .badURL),
    ("http://[::1", .badURL), ("http://::1/", .badURL), ("http://[::1]x/", .badURL), ("http://[a]/", .badURL),
    ("http://a b/", .badURL), ("http://a/b c", .badURL), ("http://a/\r\nX: y", .badURL), ("http://a/\u{7F}", .badURL),
    ("http://a/\u{E4}", .badURL), ("http://a%41/", .badURL), ("http://a\\b/", .badURL),
    ("http://user@a/", .badURL), ("http://user:secret@a/", .badURL), ("user:secret@a", .badURL),
    ("http://user:secret@a:bad/", .badURL), ("http://user:secret@/", .badURL),
    ("ftp://a/", .unsupportedScheme), ("://a/", .unsupportedScheme), ("ftp://user:secret@a/", .unsupportedScheme),
    ("https://user:secret@a/", .badURL), ("https://", .badURL),
  ]

  @Test("what is no http or https URL is refused, and no message repeats a password", arguments: refused)
  func refuses(text: String, status: CommandStatus) {
    let complaint = #expect(throws: Complaint.self) { try URLTarget(text) }
    #expect(complaint?.status == status)
    #expect(complaint?.text.contains("secret") == false)
  }

  @Test(
    "the Host field names the port unless it is the scheme's",
    arguments: [
      ("a", "a"), ("a:80", "a"), ("a:8080", "a:8080"), ("[::1]:81", "[::1]:81"), ("[fe80::1%25eth0]", "[fe80::1]"),
      ("https://a", "a"), ("https://a:443", "a"), ("https://a:80", "a:80"), ("http://a:443", "a:443"),
    ])
  func hostField(url: String, field: String) throws {
    #expect(try URLTarget(url).hostField() == field)
  }
}
