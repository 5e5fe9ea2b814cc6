import Foundation
import HTTPWireFoundation
import Testing

/// URLs of Foundation's, to and from ours.
struct URLTests {
  /// A URL of Foundation's, and ours in words.
  static let read = [
    ("https://www.python.org/about/?a=b#c", "https://www.python.org/about/?a=b#c"), ("HTTP://EXAMPLE.org:80", "http://example.org/"),
    ("http://example.org:8080?q", "http://example.org:8080/?q"),
    ("https://b\u{FC}cher.example/\u{E4}", "https://xn--bcher-kva.example/%C3%A4"),
    ("http://[fe80::1%25eth0]:81/", "http://[fe80::1%25eth0]:81/"), ("http://[::1]/", "http://[::1]/"),
    ("http://example.org/a/./b/../c", "http://example.org/a/c"), ("http://example.org/a%2Fb%20c", "http://example.org/a%2Fb%20c"),
    ("http://0x7f.1/", "http://127.0.0.1/"), ("http://example.org./", "http://example.org./"), ("http://h_x/", "http://h_x/"),
    ("http://example.org/?a?b/c#d?e/f", "http://example.org/?a?b/c#d?e/f"),
  ]

  @Test(arguments: read) func `a URL of Foundation's becomes ours`(text: String, expected: String) throws {
    let url = try #require(URL(string: text))
    #expect(try HTTPURL(url).description == expected)
    #expect(try url.httpURL() == HTTPURL(url))
  }

  @Test func `user and password come along, decoded`() throws {
    let url = try #require(URL(string: "http://us%40er:pa%3Ass%2F@example.org/"))
    let ours = try HTTPURL(url)
    #expect(ours.user == "us@er")
    #expect(ours.password == "pa:ss/")
  }

  @Test func `a relative URL is resolved with its base, and refused without`() throws {
    let base = try #require(URL(string: "http://example.org/a/b"))
    let relative = try #require(URL(string: "../c?d", relativeTo: base))
    #expect(try HTTPURL(relative).description == "http://example.org/c?d")
    for text in ["c?d", "//example.org/", "example.org/a", "/a"] {
      let url = try #require(URL(string: text))
      #expect(throws: HTTPException.invalidURL("the URL has no scheme: a relative URL needs one that it is relative to"), "\(text)") {
        try HTTPURL(url)
      }
    }
  }

  static let refused: [(String, HTTPException?)] = [
    ("mailto:spam@example.org", .unsupportedScheme("mailto")), ("tel:80", .unsupportedScheme("tel")),
    ("FTP://example.org/", .unsupportedScheme("ftp")), ("file:///etc/hosts", .unsupportedScheme("file")),
    ("ws://example.org/", .unsupportedScheme("ws")), ("http:example.org", nil), ("http:///a", nil), ("http://example.org:99999/", nil),
    ("http://%62.example/", nil), ("https:user@example.org", nil),
  ]

  @Test(arguments: 0..<refused.count) func `a URL that no request can be sent to is refused`(row: Int) throws {
    let (text, expected) = Self.refused[row]
    let url = try #require(URL(string: text))
    let error = #expect(throws: HTTPException.self) { try HTTPURL(url) }
    if let expected {
      #expect(error == expected)
    } else if case .invalidURL? = error {
    } else {
      Issue.record("\(text): \(String(describing: error))")
    }
  }

  /// Ours as it is typed, and Foundation's.
  static let written = [
    ("example.org", "http://example.org/"), ("https://example.org:443/a?b#c", "https://example.org/a?b#c"),
    ("http://example.org:81/?", "http://example.org:81/?"), ("http://example.org/#", "http://example.org/#"),
    ("http://example.org/a b\u{E4}", "http://example.org/a%20b%C3%A4"), ("http://example.org/a%20b", "http://example.org/a%20b"),
    ("http://example.org/100%", "http://example.org/100%25"), ("http://example.org/%zz%4", "http://example.org/%25zz%254"),
    ("http://example.org/a%20%", "http://example.org/a%20%25"), ("http://example.org/?a[]=1&[", "http://example.org/?a%5B%5D=1&%5B"),
    ("http://example.org/#[%", "http://example.org/#%5B%25"), ("http://example.org/a{b}|^`\\", "http://example.org/a%7Bb%7D%7C%5E%60%5C"),
    ("http://[fe80::1%eth0]/", "http://[fe80::1%25eth0]/"), ("http://[::1]:81/", "http://[::1]:81/"), ("http://h_x/", "http://h_x/"),
    ("http://b\u{FC}cher.example/", "http://xn--bcher-kva.example/"),
    ("http://example.org/!$&'()*+,;=:@-._~", "http://example.org/!$&'()*+,;=:@-._~"),
    ("http://example.org//a//", "http://example.org//a//"),
    ("http://u@example.org/", "http://u@example.org/"), ("http://u:@example.org/", "http://u@example.org/"),
    ("http://:p@example.org/", "http://:p@example.org/"),
    ("http://u%40x:p%3A%2F%20\u{E4}@example.org/", "http://u%40x:p%3A%2F%20%C3%A4@example.org/"),
  ]

  @Test(arguments: written) func `ours becomes a URL of Foundation's, and nothing is encoded twice`(text: String, expected: String) throws {
    let ours = try HTTPURL(text)
    #expect(URL(ours)?.absoluteString == expected)
  }

  @Test(arguments: written) func `a URL that went to Foundation comes back`(text: String, _: String) throws {
    let ours = try HTTPURL(text)
    let theirs = try #require(URL(ours))
    let back = try HTTPURL(theirs)
    if text.contains("[") && !text.contains("://[") || text.contains("100%") || text.contains("%zz") || text.hasSuffix("%") {
      // What RFC 3986 has no place for is encoded now.
      #expect(back != ours)
      #expect(back.origin == ours.origin)
    } else {
      #expect(back == ours)
    }
  }

  @Test func `what takes a URL takes Foundation's`() throws {
    func described(_ url: some HTTPURLConvertible) throws -> String { try url.httpURL().description }
    let url = try #require(URL(string: "http://example.org"))
    #expect(try described(url) == "http://example.org/")
    #expect(try described("example.org") == "http://example.org/")
    #expect(try described(HTTPURL("example.org")) == "http://example.org/")
  }
}
