import Testing

@testable import HTTPWireCore

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
    #expect(try AbsoluteForm.hostField(of: row.target, method: "GET", leniency: .default) == row.field)
    #expect(try AbsoluteForm.hostField(of: row.target, method: "GET", leniency: .python) == row.python)
  }

  @Test(
    "Brackets that are not around an address are refused", arguments: ["http://[h]/", "http://[::1/", "http://::1]/", "http://]::1[/"],
    Preset.allCases)
  func refuses(_ target: String, _ preset: Preset) {
    #expect(throws: HTTPException.invalidURL("Invalid IPv6 URL")) {
      try AbsoluteForm.hostField(of: target, method: "GET", leniency: preset.leniency)
    }
  }

  @Test(
    "An authority that is no host is refused, but sent by CPython",
    arguments: ["a|b", "h:x", "h:99999", "a%4", "a\"b", "::1", "[v1]", "a:b@c:d"])
  func refusesNoHosts(_ authority: String) throws {
    // CPython, too, refuses brackets around something else.
    let isBracketed = authority.hasPrefix("[")
    let target = "http://\(isBracketed ? "a" : "")\(authority)/"
    #expect { try AbsoluteForm.hostField(of: target, method: "GET", leniency: .default) } throws: { error in
      if case .invalidURL? = error as? HTTPException { true } else { false }
    }
    if !isBracketed { #expect(try AbsoluteForm.hostField(of: target, method: "GET", leniency: .python) != nil) }
  }

  @Test(
    "The Host of CONNECT is its target, without the scope of an address, where CPython sends the connection's",
    arguments: [
      ("o.test:443", "o.test:443"), ("o.test:80", "o.test:80"), ("[::1]:1", "[::1]:1"), ("[fe80::1%lo]:1", "[fe80::1]:1"),
      ("192.0.2.1:0", "192.0.2.1:0"),
    ])
  func connects(_ target: String, _ field: String) throws {
    #expect(try AbsoluteForm.hostField(of: target, method: "CONNECT", leniency: .default) == field)
    #expect(try AbsoluteForm.hostField(of: target, method: "CONNECT", leniency: .python) == nil)
    #expect(try AbsoluteForm.hostField(of: target, method: "connect", leniency: .default) == nil)
  }

  @Test(
    "A target of CONNECT that is not a host and a port is refused",
    arguments: [
      "o.test", "o.test:", "", "/", "*", ":443", "u@o.test:443", "http://o.test:443/", "o.test:x", "o.test:65536", "[::1]", "::1:1",
    ])
  func refusesTargetsOfConnect(_ target: String) {
    #expect(
      throws: HTTPException.invalidURL(
        "the target of CONNECT must be a host and a port, as in 'example.org:443', not \(PythonRepr.string(target))")
    ) { try AbsoluteForm.hostField(of: target, method: "CONNECT", leniency: .default) }
  }
}
