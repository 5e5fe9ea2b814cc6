import HTTPWireCore
import Testing

/// The value of `Host` for a target in absolute form (RFC 9112 section 3.2.2, RFC 9110 section 7.2).
@Suite struct AbsoluteFormTests {
  /// A target, its field (nil where the origin's is sent), and what CPython sends where that is something else.
  static let targets: [(target: String, field: String?, python: String?)] = [
    ("/", nil, nil), ("", nil, nil), ("*", nil, nil), ("h:443", nil, nil), ("//h/", nil, nil), ("ftp://h/", nil, nil),
    ("HTTP://h/", nil, nil), ("h", nil, nil), ("http", nil, nil), ("http:", nil, nil), ("http:/h", nil, nil), ("http://", nil, nil),
    ("http:///a", nil, nil), ("ht tp://h/", nil, nil), ("http\u{E9}://h/", nil, nil),
    ("http://h", "h", "h"), ("http://h/", "h", "h"), ("http://h:80/a?b#c", "h:80", "h:80"), ("http://h?a", "h", "h"),
    ("http://h#a", "h", "h"), ("https://h/", "h", "h"), ("http+x.y-z://h/", "h", "h"),
    ("http://[::1]:80/", "[::1]:80", "[::1]:80"), ("http://[fe80::1%eth0]:80/", "[fe80::1]:80", "[fe80::1]:80"),
    ("http://h%41/", "h%41", "h%41"), ("http://u:p@h:80/", "h:80", "u:p@h:80"), ("http://u@v@h/", "h", "u@v@h"),
    ("http://@h/", "h", "@h"), ("http://u@/", "", "u@"), ("http://u@[::1%25]/", "[::1]", "u@[::1]"),
  ]

  @Test("The authority, without the scope of an address and without user information", arguments: targets)
  func finds(_ row: (target: String, field: String?, python: String?)) throws {
    #expect(try AbsoluteForm.hostField(of: row.target, leniency: .default) == row.field)
    #expect(try AbsoluteForm.hostField(of: row.target, leniency: .python) == row.python)
  }

  @Test(
    "Brackets that are not around an address are refused", arguments: ["http://[h]/", "http://[::1/", "http://::1]/", "http://]::1[/"],
    Preset.allCases)
  func refuses(_ target: String, _ preset: Preset) {
    #expect(throws: HTTPException.invalidURL("Invalid IPv6 URL")) { try AbsoluteForm.hostField(of: target, leniency: preset.leniency) }
  }
}
