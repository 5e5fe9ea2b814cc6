import HTTPWireSession
import Testing

@testable import HTTPWireCommand

/// What the command makes of URLs. What becomes of their parts is the table of `HTTPURL`'s own tests.
@Suite("URLs on the command line")
struct URLTargetTests {
  /// A URL's parts as the command uses them.
  struct Parts: Equatable {
    var scheme = HTTPURL.Scheme.http
    var host: String
    var port: Int?
    var target = "/"
  }

  static let accepted: [(String, Parts)] = [
    ("http://example.org/a/b?c=d", Parts(host: "example.org", target: "/a/b?c=d")),
    ("HTTP://example.org", Parts(host: "example.org")),
    ("https://example.org/a", Parts(scheme: .https, host: "example.org", port: 443, target: "/a")),
    ("HTTPS://example.org:8443", Parts(scheme: .https, host: "example.org", port: 8443)),
    ("https://[::1]/", Parts(scheme: .https, host: "::1", port: 443)),
    ("example.org", Parts(host: "example.org")),
    ("localhost:8080", Parts(host: "localhost", port: 8080)),
    ("localhost:8080/x", Parts(host: "localhost", port: 8080, target: "/x")),
    ("http://example.org?q", Parts(host: "example.org", target: "/?q")),
    ("http://example.org/a#part", Parts(host: "example.org", target: "/a")),
    ("http://example.org#part", Parts(host: "example.org")),
    ("http://example.org/?u=http://other/@x", Parts(host: "example.org", target: "/?u=http://other/@x")),
    ("http://example.org/a/../b//c", Parts(host: "example.org", target: "/a/../b//c")),
    ("http://example.org/%2e%0A", Parts(host: "example.org", target: "/%2e%0A")),
    ("http://example.org/a b\u{E4}", Parts(host: "example.org", target: "/a%20b%C3%A4")),
    ("http://[::1]", Parts(host: "::1")),
    ("http://[::1]:8080/x", Parts(host: "::1", port: 8080, target: "/x")),
    ("http://[fe80::1%25eth0]/", Parts(host: "fe80::1%eth0")),
    ("http://[fe80::1%eth0]/", Parts(host: "fe80::1%eth0")),
    ("http://example.org:/", Parts(host: "example.org")),
    ("http://example.org:0/", Parts(host: "example.org", port: 0)),
    ("http://example.org:00081/", Parts(host: "example.org", port: 81)),
    ("http://example.org:65535/", Parts(host: "example.org", port: 65_535)),
  ]

  @Test("a URL gives host, port and target, as it was typed", arguments: accepted)
  func accepts(text: String, parts: Parts) throws {
    let url = try HTTPURL(argument: text)
    #expect(Parts(scheme: url.scheme, host: url.host, port: parts.port.map { _ in url.port }, target: url.target) == parts)
    if parts.port == nil { #expect(url.port == 80) }
  }

  static let refused: [(String, CommandStatus)] = [
    ("", .badURL), ("http://", .badURL), ("http:///path", .badURL), ("http://:80/", .badURL), ("/path", .badURL),
    ("http://a:65536/", .badURL), ("http://a:+80/", .badURL), ("http://a:8_0/", .badURL),
    ("http://a:80:80/", .badURL), ("http://a:\u{661}/", .badURL),
    ("http://[::1", .badURL), ("http://::1/", .badURL), ("http://[::1]x/", .badURL), ("http://[a]/", .badURL),
    ("http://a b/", .badURL), ("http://a/\r\nX: y", .badURL), ("http://a/\u{7F}", .badURL),
    ("http://a%41/", .badURL), ("http://a\\b/", .badURL),
    ("http://user@a/", .badURL), ("http://user:secret@a/", .badURL), ("user:secret@a", .badURL),
    ("http://user:secret@a:bad/", .badURL), ("http://user:secret@/", .badURL),
    ("ftp://a/", .unsupportedScheme), ("://a/", .unsupportedScheme), ("ftp://user:secret@a/", .unsupportedScheme),
    ("https://user:secret@a/", .badURL), ("https://", .badURL),
  ]

  @Test("what is no http or https URL is refused, and no message repeats a password", arguments: refused)
  func refuses(text: String, status: CommandStatus) {
    let complaint = #expect(throws: Complaint.self) { try HTTPURL(argument: text) }
    #expect(complaint?.status == status)
    #expect(complaint?.text.contains("secret") == false)
  }
}
