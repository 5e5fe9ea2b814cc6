import HTTPWireSession
import Testing

/// References (RFC 3986 section 5).
struct HTTPURLResolvingTests {
  static let base = "http://a/b/c/d;p?q"

  /// RFC 3986 section 5.4.1, all rows but `g:h`.
  static let normal = [
    ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"), ("//g", "http://g/"),
    ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"), ("#s", "http://a/b/c/d;p?q#s"), ("g#s", "http://a/b/c/g#s"),
    ("g?y#s", "http://a/b/c/g?y#s"), (";x", "http://a/b/c/;x"), ("g;x", "http://a/b/c/g;x"), ("g;x?y#s", "http://a/b/c/g;x?y#s"),
    ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"), ("./", "http://a/b/c/"), ("..", "http://a/b/"), ("../", "http://a/b/"),
    ("../g", "http://a/b/g"), ("../..", "http://a/"), ("../../", "http://a/"), ("../../g", "http://a/g"),
  ]

  /// RFC 3986 section 5.4.2. `http:g` is resolved as for backward compatibility.
  static let abnormal = [
    ("../../../g", "http://a/g"), ("../../../../g", "http://a/g"), ("/./g", "http://a/g"), ("/../g", "http://a/g"),
    ("g.", "http://a/b/c/g."),
    (".g", "http://a/b/c/.g"), ("g..", "http://a/b/c/g.."), ("..g", "http://a/b/c/..g"), ("./../g", "http://a/b/g"),
    ("./g/.", "http://a/b/c/g/"),
    ("g/./h", "http://a/b/c/g/h"), ("g/../h", "http://a/b/c/h"), ("g;x=1/./y", "http://a/b/c/g;x=1/y"), ("g;x=1/../y", "http://a/b/c/y"),
    ("g?y/./x", "http://a/b/c/g?y/./x"), ("g?y/../x", "http://a/b/c/g?y/../x"), ("g#s/./x", "http://a/b/c/g#s/./x"),
    ("g#s/../x", "http://a/b/c/g#s/../x"), ("http:g", "http://a/b/c/g"),
  ]

  static let more = [
    ("https://h", "https://h/"), ("HTTP://H:81/../x", "http://h:81/x"), ("//h?x", "http://h/?x"), ("//h:", "http://h/"),
    ("//u:p@h/", "http://h/"),
    ("g h/ä?ö#ü", "http://a/b/c/g%20h/%C3%A4?%C3%B6#%C3%BC"), ("/\\h", "http://a/%5Ch"), ("\\\\h/x", "http://a/b/c/%5C%5Ch/x"),
    ("a/b:c", "http://a/b/c/a/b:c"), ("./b:c", "http://a/b/c/b:c"), ("?a:b", "http://a/b/c/d;p?a:b"), ("#a:b", "http://a/b/c/d;p?q#a:b"),
    ("1a:b", "http://a/b/c/1a:b"), ("?", "http://a/b/c/d;p?"), ("#", "http://a/b/c/d;p?q#"), ("http:", "http://a/b/c/d;p?q"),
    ("http:/x", "http://a/x"), ("g//../h", "http://a/b/c/g/h"), ("/.//x", "http://a//x"), ("/\u{301}g", "http://a/%CC%81g"),
  ]

  @Test(arguments: normal + abnormal + more) func `a reference is resolved as in RFC 3986`(reference: String, shown: String) throws {
    #expect(try HTTPURL(Self.base).resolving(reference).description == shown)
  }

  @Test func `a relative reference keeps the user information, another host's does not get it`() throws {
    let url = try HTTPURL("http://u:p@a/b#f")
    #expect(try url.resolving("c").user == "u")
    #expect(try url.resolving("//a/c").user == nil)
    #expect(try url.resolving("http://b/").password == nil)
    #expect(try url.resolving("//v:w@a").user == "v")
  }

  @Test func `what was kept as it is stays where a reference has no path`() throws {
    let url = try HTTPURL("http://a/b/../c?d", pathAsIs: true)
    #expect(try url.resolving("?x").target == "/b/../c?x")
    #expect(try url.resolving("y").target == "/y")
  }

  static let refused: [(reference: String, error: HTTPException?)] = [
    ("g:h", .unsupportedScheme("g")), ("mailto:a@b", .unsupportedScheme("mailto")),
    ("JavaScript:alert(1)", .unsupportedScheme("javascript")),
    ("data:,x", .unsupportedScheme("data")), ("localhost:80/x", .unsupportedScheme("localhost")), ("ftp://a", .unsupportedScheme("ftp")),
    ("https:g", nil), ("https:", nil), ("https:/g", nil), ("//", nil), ("///x", nil), ("http://", nil), ("//:80", nil), ("//a:x", nil),
    ("//a b/", nil),
    ("a\r\nb", nil), ("a\tb", nil), (" g", nil), ("g ", nil), ("\u{7F}", nil), ("//u%3Av:p@h/", nil),
  ]

  @Test(arguments: refused.indices) func `a reference that leads nowhere is refused`(row: Int) throws {
    let (reference, wanted) = Self.refused[row]
    let base = try HTTPURL(Self.base)
    let error = #expect(throws: HTTPException.self) { try base.resolving(reference) }
    if let wanted {
      #expect(error == wanted)
    } else if case .invalidURL? = error {
    } else {
      #expect(Bool(false), "\(String(describing: error))")
    }
  }
}
