import HTTPWireCore
import Testing

/// Hosts and ports as they stand in `Host` and in CONNECT targets. How they are taken out of arguments is a table that CPython has made.
@Suite struct HostPortTests {
  static let fields: [(host: String, port: Int, defaultPort: Int?, field: String)] = [
    ("h", 80, 80, "h"), ("h", 81, 80, "h:81"), ("h", 80, nil, "h:80"), ("127.0.0.1", 443, 443, "127.0.0.1"),
    ("::1", 80, 80, "[::1]"), ("::1", 81, 80, "[::1]:81"), ("[::1]", 81, 80, "[::1]:81"), ("fe80::1%eth0", 80, 80, "[fe80::1]"),
    ("fe80::1%eth0", 81, nil, "[fe80::1]:81"), ("[fe80::1%eth0]", 81, nil, "[fe80::1]:81"),
    ("b\u{FC}cher.example", 80, 80, "xn--bcher-kva.example"), ("", 80, 80, ""), ("h", .min, 80, "h:-9223372036854775808"),
  ]

  @Test("An address has brackets and no scope, a name is ASCII, and the default port is left out", arguments: fields)
  func writes(_ row: (host: String, port: Int, defaultPort: Int?, field: String)) throws {
    #expect(try HostPort.field(host: row.host, port: row.port, defaultPort: row.defaultPort) == row.field)
  }

  @Test(
    "Ports at the ends of their range", arguments: [(0, true), (65_535, true), (65_536, false), (-1, false), (.max, false), (.min, false)])
  func bounds(_ port: Int, _ isTaken: Bool) throws {
    #expect((try? HostPort("h", port: port, defaultPort: 80, leniency: .default)) == (isTaken ? HostPort(host: "h", port: port) : nil))
    #expect(try HostPort("h", port: port, defaultPort: 80, leniency: .python) == HostPort(host: "h", port: port))
  }

  static let namings: [(server: HostPort, fields: [String], others: [String])] = [
    (
      HostPort(host: "example.org", port: 80), ["example.org", "Example.ORG", "example.org.", "example.org:", "example.org:80", "a b", ""],
      ["example.org:81", "example.com", "www.example.org"]
    ),
    (HostPort(host: "example.org", port: 443), ["example.org", "EXAMPLE.org:443"], ["example.org:80", "org"]),
    (HostPort(host: "example.org", port: 3128), ["example.org:3128", "example.org:03128"], ["example.org", "example.org:", "other:3128"]),
    (HostPort(host: "B\u{FC}cher.example", port: 80), ["xn--bcher-kva.example", "XN--BCHER-KVA.example"], ["bucher.example"]),
    (HostPort(host: "::1", port: 80), ["[::1]", "[0:0:0:0:0:0:0:1]", "[::0.0.0.1]:80"], ["[::2]", "[::1]:81", "0.0.0.1"]),
    (HostPort(host: "fe80::A%eth0", port: 80), ["[fe80::a]"], ["[fe80::b]"]),
    (HostPort(host: "127.0.0.1", port: 80), ["127.0.0.1", "127.1", "0x7f000001:80"], ["127.0.0.2", "localhost"]),
  ]

  @Test("A server is known by any spelling of its name and its default port", arguments: namings)
  func compares(_ row: (server: HostPort, fields: [String], others: [String])) {
    for field in row.fields { #expect(row.server.mayBeNamed(by: field, defaultPorts: 443, 80), "\(field)") }
    for field in row.others { #expect(!row.server.mayBeNamed(by: field, defaultPorts: 80, 443), "\(field)") }
  }

  @Test("A colon with an accent on it is one nevertheless")
  func splitsByScalars() throws {
    #expect(throws: HTTPException.invalidURL("nonnumeric port: '\u{301}80'")) {
      try HostPort("h:\u{301}80", port: nil, defaultPort: 80, leniency: .default)
    }
  }
}
