import HTTPWire
import Testing

/// URLs where a host is wanted.
struct HostURLTests {
  static let urls: [(url: String, text: String)] = [
    (
      "http://example.org/x",
      "host is a URL: 'http://example.org/x'; pass only the host, 'example.org', and '/x' as the target of the request"
    ),
    ("example.org/x", "host is a URL: 'example.org/x'; pass only the host, 'example.org', and '/x' as the target of the request"),
    ("https://h", "host is a URL: 'https://h'; pass only the host, 'h' to HTTPSConnection"),
    ("http://h/", "host is a URL: 'http://h/'; pass only the host, 'h'"),
    ("//h:8080", "host is a URL: '//h:8080'; pass only the host, 'h:8080'"),
    ("h:80/a/b?c#d", "host is a URL: 'h:80/a/b?c#d'; pass only the host, 'h:80', and '/a/b?c' as the target of the request"),
    ("http://[::1]:80/x", "host is a URL: 'http://[::1]:80/x'; pass only the host, '[::1]:80', and '/x' as the target of the request"),
    ("ftp://u:secret@h/", "host is a URL: 'ftp://***@h/'; pass only the host, 'h'"),
    ("HTTPS://H", "host is a URL: 'HTTPS://H'; pass only the host, 'H' to HTTPSConnection"),
  ]

  @Test(arguments: urls) func `a URL is recognised, with the host to pass instead`(url: String, advice: String) throws {
    let text = advice + "; or make the connection with HTTPConnection(url:) of HTTPWireSession"
    #expect(throws: HTTPException.invalidURL(text)) { try HTTPConnection(url) }
    #expect(throws: HTTPException.invalidURL(text)) { try HTTPConnection(url, port: 80) }
    #expect(throws: HTTPException.invalidURL(text)) { try HTTPConnection("proxy").setTunnel(url) }
  }

  @Test func `what is no URL is refused as before`() throws {
    #expect(throws: HTTPException.invalidURL("host can't contain '/': '/x'")) { try HTTPConnection("/x") }
    #expect(throws: HTTPException.invalidURL("nonnumeric port: 'x'")) { try HTTPConnection("mailto:x") }
  }

  @Test func `.python takes a URL for a host or a port, as CPython does`() throws {
    #expect(try HTTPConnection("h/path", leniency: .python).host == "h/path")
    #expect(throws: HTTPException.invalidURL("nonnumeric port: '//h'")) { try HTTPConnection("http://h", leniency: .python) }
  }
}
