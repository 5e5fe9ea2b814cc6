import HTTPWire
import HTTPWireSupport
import HTTPWireTesting
import Testing

/// What a dialer can be told: families, addresses instead of names, other targets, keep-alive and interfaces.
struct DialerOptionTests {
  // MARK: - The order

  /// Addresses by their last number: 4.x are IPv4, 6.x IPv6.
  private static func addresses(_ texts: String) throws -> [SocketAddress] {
    try texts.split(separator: " ").flatMap { (text) in
      let number = text.dropFirst(2)
      return try Resolver.addresses(of: text.hasPrefix("4") ? "192.0.2.\(number)" : "2001:db8::\(number)", port: 80)
    }
  }

  @Test(arguments: [
    ("", ""), ("4.1", "4.1"), ("4.2 4.1", "4.2 4.1"), ("6.1 4.1", "6.1 4.1"), ("4.1 6.1", "4.1 6.1"),
    ("6.3 6.1 6.2 4.2 4.1", "6.3 4.2 6.1 4.1 6.2"), ("4.1 6.1 6.2 6.3", "4.1 6.1 6.2 6.3"), ("4.1 4.2 4.3 6.1", "4.1 6.1 4.2 4.3"),
    ("6.1 4.1 6.2 4.2", "6.1 4.1 6.2 4.2"),
  ])
  func `the families alternate from the first, and each keeps its order`(given: String, order: String) throws {
    #expect(Resolver.interleaved(try Self.addresses(given)) == (try Self.addresses(order)))
  }

  // MARK: - Families

  @Test(.enabled(if: hasIPv6), arguments: [(AddressFamily.ipv4, "127.0.0.1"), (.ipv6, "[::1]")])
  func `only addresses of the family are connected to`(family: AddressFamily, peer: String) throws {
    let server = try LoopbackServer(family == .ipv6 ? .ipv6 : .ipv4) { try $0.send("here") }
    var dialer = TCPDialer()
    dialer.family = family
    // Both names have addresses of both families.
    dialer.resolving = [.init(host: "both", port: server.port, addresses: ["127.0.0.1", "::1"])]
    for host in ["both", ""] {
      let stream = try dialer.connect(to: ConnectionTarget(host: host, port: server.port, timeout: .seconds(10)))
      #expect(stream.peerAddress == "\(peer):\(server.port)")
    }
  }

  @Test(arguments: [(AddressFamily.ipv6, "127.0.0.1"), (.ipv4, "::1"), (.ipv6, "fixed"), (.ipv6, "none")])
  func `a host without an address of the family is one without addresses`(family: AddressFamily, host: String) {
    var dialer = TCPDialer()
    dialer.family = family
    dialer.resolving = [.init(host: "fixed", port: 80, addresses: ["127.0.0.1"]), .init(host: "none", port: 80, addresses: [])]
    let error = #expect(throws: HTTPException.self) { try dialer.connect(to: ConnectionTarget(host: host, port: 80)) }
    guard case .nameResolution(let failure) = error else {
      Issue.record("not a failed look-up: \(String(describing: error))")
      return
    }
    #expect(failure.host == host)
  }

  // MARK: - Fixed addresses and detours

  /// Connects to a target by rules. Returns the peer, or nil if the target was looked up: it has no address, or no such port.
  private static func reaches(
    _ server: LoopbackServer, _ host: String, _ port: Int, _ fixed: [TCPDialer.FixedAddresses] = [], _ detours: [TCPDialer.Detour] = []
  ) -> Bool {
    var dialer = TCPDialer()
    dialer.resolving = fixed
    dialer.connectingTo = detours
    let stream = try? dialer.connect(to: ConnectionTarget(host: host, port: port, timeout: .seconds(10)))
    return stream?.peerAddress == "127.0.0.1:\(server.port)"
  }

  @Test func `fixed addresses stand for their host and port alone`() throws {
    let server = try LoopbackServer { try $0.send("here") }
    let port = server.port
    let here = ["127.0.0.1"]
    let table: [(host: String, rules: [(host: String, port: Int, addresses: [String])], reaches: Bool)] = [
      ("a.invalid", [("a.invalid", port, here)], true),
      ("A.Invalid", [("a.iNVALID", port, here)], true),
      ("xn--mnchen-3ya.invalid", [("münchen.invalid", port, here)], true),
      ("a.invalid", [("*", port, here)], true),
      ("192.0.2.1", [("192.0.2.1", port, here)], true),
      ("a.invalid", [("*", port, ["127.0.0.2"]), ("a.invalid", port, here)], true),
      ("a.invalid", [("a.invalid", port, here), ("a.invalid", port, ["127.0.0.2"])], true),
      ("a.invalid", [("b.invalid", port, here)], false),
      ("a.invalid", [("a.invalid", port - 1, here)], false),
      ("a.invalid", [("*", port - 1, here)], false),
      ("a.invalid", [], false),
    ]
    for row in table {
      let rules = row.rules.map { TCPDialer.FixedAddresses(host: $0.host, port: $0.port, addresses: $0.addresses) }
      #expect(Self.reaches(server, row.host, port, rules) == row.reaches, "\(row)")
    }
  }

  @Test(arguments: ["localhost", "", "127.0.0.1:80", "[::1]", "127.1", "0x7f000001"])
  func `a fixed address that is not numeric is an invalid argument`(address: String) {
    var dialer = TCPDialer()
    dialer.resolving = [.init(host: "*", port: 80, addresses: [address])]
    #expect(throws: HTTPException.invalidArgument("a fixed address must be numeric, not '\(address)'")) {
      try dialer.connect(to: ConnectionTarget(host: "a.invalid", port: 80))
    }
  }

  @Test func `a detour changes what is connected to, once and before addresses are fixed`() throws {
    let server = try LoopbackServer { try $0.send("here") }
    let port = server.port
    let there = TCPDialer.Detour(toHost: "127.0.0.1", toPort: port)
    let table: [(host: String, port: Int, detours: [TCPDialer.Detour], reaches: Bool)] = [
      ("a.invalid", 1, [there], true),
      ("a.invalid", port, [.init(toHost: "127.0.0.1")], true),
      ("127.0.0.1", 1, [.init(toPort: port)], true),
      ("127.0.0.1", port, [.init()], true),
      ("a.invalid", 1, [.init(host: "A.INVALID", port: 1, toHost: "127.0.0.1", toPort: port)], true),
      ("a.invalid", 1, [.init(host: "b.invalid", toHost: "127.0.0.1", toPort: port)], false),
      ("a.invalid", 1, [.init(port: 2, toHost: "127.0.0.1", toPort: port)], false),
      ("a.invalid", 1, [.init(host: "b.invalid", toHost: "192.0.2.1"), there], true),
      ("a.invalid", 1, [.init(toHost: "b.invalid"), .init(host: "b.invalid", toHost: "127.0.0.1", toPort: port)], false),
    ]
    for row in table { #expect(Self.reaches(server, row.host, row.port, [], row.detours) == row.reaches, "\(row)") }
    let fixed = [TCPDialer.FixedAddresses(host: "b.invalid", port: port, addresses: ["127.0.0.1"])]
    #expect(Self.reaches(server, "a.invalid", 1, fixed, [.init(toHost: "b.invalid", toPort: port)]))
  }

  @Test func `a detour changes nothing of the request`() throws {
    let server = try LoopbackServer.replying { _ in .init(headers: [:], text: "here") }
    let connection = try HTTPConnection("a.invalid", port: 81, timeout: .seconds(10))
    var dialer = TCPDialer()
    dialer.connectingTo = [.init(host: "a.invalid", port: 81, toHost: "127.0.0.1", toPort: server.port)]
    connection.opener = dialer.dial
    try connection.request("GET", "/")
    #expect(try connection.getResponse().read() == Array("here".utf8))
    #expect(server.requests.first?.headers["Host"] == "a.invalid:81")
  }

  // MARK: - Keep-alive

  @Test(
    arguments: [
      (nil, nil), (KeepAlive(), [60, 60]), (KeepAlive(idle: .seconds(7), interval: .seconds(3)), [7, 3]),
      (KeepAlive(idle: .milliseconds(1), interval: .milliseconds(2500)), [1, 3]),
      (KeepAlive(idle: .zero, interval: .seconds(-5)), [1, 1]),
      (KeepAlive(idle: .seconds(Int64.max), interval: .seconds(40_000)), [32_767, 32_767]),
    ] as [(KeepAlive?, [Int32]?)])
  func `the peer of an idle connection is asked as often as the dialer says`(settings: KeepAlive?, times: [Int32]?) throws {
    let server = try LoopbackServer { connection in _ = try connection.read() }
    var dialer = TCPDialer()
    dialer.keepAlive = settings
    let stream = try dialer.connect(to: ConnectionTarget(host: "127.0.0.1", port: server.port, timeout: .seconds(10)))
    #expect(try Syscalls.keepAliveTimes(try #require(stream.fileDescriptor)) == times)
  }

  // MARK: - Interfaces

  @Test func `a connection goes through the interface of its source, from the source's port`() throws {
    let server = try LoopbackServer { connection in _ = try connection.read() }
    let port = try unusedPort()
    let name = try #require(["lo", "lo0"].first { Syscalls.hasInterface($0) })
    var withAddress = SourceAddress("127.0.0.1", port: port)
    withAddress.interface = name
    for source in [SourceAddress(interface: name, port: port), withAddress] {
      let port = try unusedPort()
      var source = source
      source.port = port
      let target = ConnectionTarget(host: "127.0.0.1", port: server.port, timeout: .seconds(10), sourceAddress: source)
      let stream = try TCPDialer().connect(to: target)
      #expect(stream.localAddress == "127.0.0.1:\(port)")
    }
  }

  @Test func `an interface without a way to the host is the error, and the routes do not help`() throws {
    let server = try LoopbackServer { connection in _ = try connection.read() }
    // Any other interface: the loopback address can't be reached through it.
    guard let other = ["eth0", "ens3", "en0", "docker0", "wlan0"].first(where: { Syscalls.hasInterface($0) }) else { return }
    let target = ConnectionTarget(
      host: "127.0.0.1", port: server.port, timeout: .milliseconds(200), sourceAddress: SourceAddress(interface: other))
    #expect(throws: HTTPException.self) { try TCPDialer().connect(to: target) }
    #expect(server.connectionCount == 0)
  }

  @Test(arguments: ["nosuch0", "a-name-longer-than-any-interface-has", "127.0.0.1"])
  func `an interface that does not exist is an error with its name`(name: String) {
    let target = ConnectionTarget(host: "127.0.0.1", port: 9, timeout: .seconds(10), sourceAddress: SourceAddress(interface: name))
    let error = #expect(throws: HTTPException.self) { try TCPDialer().connect(to: target) }
    guard case .system(let failure) = error else {
      Issue.record("not a system error: \(String(describing: error))")
      return
    }
    #expect(failure.operation == "bind")
    #expect(failure.address == name)
  }

  @Test(arguments: ["", "lo\0"]) func `a name that no interface can have is an invalid argument`(name: String) {
    let target = ConnectionTarget(host: "127.0.0.1", port: 9, sourceAddress: SourceAddress(interface: name))
    let error = #expect(throws: HTTPException.self) { try TCPDialer().connect(to: target) }
    guard case .invalidArgument = error else {
      Issue.record("not an invalid argument: \(String(describing: error))")
      return
    }
  }

  @Test func `an interface has an address of each family, or the error has its name`() throws {
    let name = try #require(["lo", "lo0"].first { Syscalls.hasInterface($0) })
    let family = try Resolver.addresses(of: "127.0.0.1", port: 0)[0].family
    #expect(try Syscalls.address(ofInterface: name, family: family, port: 80).text == "127.0.0.1:80")
    if hasIPv6 {
      let family = try Resolver.addresses(of: "::1", port: 0)[0].family
      #expect(try Syscalls.address(ofInterface: name, family: family, port: 258).text == "[::1]:258")
    }
    let error = #expect(throws: HTTPException.self) { try Syscalls.address(ofInterface: "nosuch0", family: family, port: 80) }
    #expect(error?.description.contains("nosuch0") == true)
  }
}
