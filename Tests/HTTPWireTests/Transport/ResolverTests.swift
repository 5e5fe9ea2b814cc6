import HTTPWire
import Testing

struct ResolverTests {
  @Test(arguments: [
    ("127.0.0.1", 80, "127.0.0.1:80"),
    ("::1", 8080, "[::1]:8080"),
    ("2001:db8:0:0:0:0:0:1", 65_535, "[2001:db8::1]:65535"),
    ("127.0.0.1", 0, "127.0.0.1:0"),
    ("0.0.0.0", 9, "0.0.0.0:9"),
    ("255.255.255.255", 65_535, "255.255.255.255:65535"),
    ("10.209.30.4", 10_020, "10.209.30.4:10020"),
  ])
  func `a numeric address is itself`(host: String, port: Int, text: String) throws {
    let addresses = try Resolver.addresses(of: host, port: port)
    #expect(addresses.map(\.text) == [text])
    #expect(addresses.map(\.port) == [port])
  }

  // What is not four decimal numbers is the system's to read.
  @Test(arguments: [("127.1", "127.0.0.1:80"), ("0x7f.0.0.1", "127.0.0.1:80"), ("010.0.0.1", "8.0.0.1:80")])
  func `an address in an older form is what the system takes it for`(host: String, text: String) throws {
    #expect(try Resolver.addresses(of: host, port: 80).map(\.text) == [text])
  }

  @Test func `an IPv6 address keeps its scope`() throws {
    let text = try #require(try Resolver.addresses(of: "fe80::1%1", port: 80).first).text
    #expect(text.hasPrefix("[fe80::1%"))
    #expect(text.hasSuffix("]:80"))
  }

  @Test func `an empty host is the loopback interface`() throws {
    let texts = try Resolver.addresses(of: "", port: 80).map(\.text)
    #expect(!texts.isEmpty)
    #expect(Set(texts).isSubset(of: ["127.0.0.1:80", "[::1]:80"]))
  }

  // A label of more than 63 bytes never leaves for a name server.
  @Test(arguments: [String(repeating: "a", count: 64) + ".invalid", "fe80::1%no-such-interface"])
  func `a name without address throws what the resolver says`(host: String) {
    let error = #expect(throws: HTTPException.self) { try Resolver.addresses(of: host, port: 80) }
    guard case .nameResolution(let failure) = error else {
      Issue.record("not a resolution failure: \(String(describing: error))")
      return
    }
    #expect(failure.host == host)
    #expect(failure.code != 0)
    #expect(!failure.message.isEmpty)
  }

  @Test func `a name of more than 253 bytes is not looked up`() {
    let host = String(repeating: "a.", count: 127)
    let error = #expect(throws: HTTPException.self) { try Resolver.addresses(of: host + "b", port: 80) }
    guard case .nameResolution(let failure) = error else {
      Issue.record("not a resolution failure: \(String(describing: error))")
      return
    }
    #expect(failure.message == "the name is longer than 253 bytes")
  }

  @Test func `a name with a NUL byte is an invalid argument`() {
    #expect(throws: HTTPException.invalidArgument(#"the host '127.0.0.1\x00.example' has a NUL byte"#)) {
      try Resolver.addresses(of: "127.0.0.1\0.example", port: 80)
    }
  }
}
