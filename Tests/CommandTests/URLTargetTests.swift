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
    let url = try TransferPlan.of([text]).url
    #expect(Parts(scheme: url.scheme, host: url.host, port: parts.port.map { _ in url.port }, target: url.target) == parts)
    if parts.port == nil { #expect(url.port == 80) }
  }
}
