import HTTPWireCore
import Testing

/// What a SOCKS client sends, and what it refuses before anything is sent.
@Suite struct SOCKSMessageTests {
  static let agreed: [UInt8] = [5, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0]
  static let longest = String(repeating: "a", count: 255)
  static let v6: [UInt8] = [0x20, 1, 0xD, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]

  @Test func `version 5 offers no authentication and asks for an address or a name`() throws {
    for version in [SOCKSVersion.socks5, .socks5h] {
      let address = try SOCKSWalk(socks(version), Self.agreed)
      #expect(address.sent == [[5, 1, 0], [5, 1, 0, 1, 1, 2, 3, 4, 0, 80]])
      let wide = try SOCKSWalk(socks(version, .ipv6(Self.v6), port: 65_535), Self.agreed)
      #expect(wide.sent == [[5, 1, 0], [5, 1, 0, 4] + Self.v6 + [255, 255]])
      let name = try SOCKSWalk(socks(version, .name("a.example"), port: 443), Self.agreed)
      #expect(name.sent == [[5, 1, 0], [5, 1, 0, 3, 9] + Array("a.example".utf8) + [1, 187]])
      let long = try SOCKSWalk(socks(version, .name(Self.longest), port: 0), Self.agreed)
      #expect(long.sent[1] == [5, 1, 0, 3, 255] + Array(Self.longest.utf8) + [0, 0])
    }
  }

  static let users: [(user: String, password: String?, message: [UInt8])] = [
    ("u", "pw", [1, 1, 0x75, 2, 0x70, 0x77]),
    ("u", nil, [1, 1, 0x75, 0]),
    ("u", "", [1, 1, 0x75, 0]),
    ("ü", "\u{0}:@", [1, 2, 0xC3, 0xBC, 3, 0, 0x3A, 0x40]),
    (longest, longest, [1, 255] + Array(longest.utf8) + [255] + Array(longest.utf8)),
  ]

  @Test(arguments: users) func `version 5 sends a user and password only if the proxy asks for them`(
    user: String, password: String?, message: [UInt8]
  ) throws {
    let handshake = try socks(.socks5h, user: user, password: password)
    let request: [UInt8] = [5, 1, 0, 1, 1, 2, 3, 4, 0, 80]
    let asked = try SOCKSWalk(handshake, [5, 2, 1, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
    #expect(asked.sent == [[5, 2, 0, 2], message, request])
    let unasked = try SOCKSWalk(handshake, Self.agreed)
    #expect(unasked.sent == [[5, 2, 0, 2], request])
  }

  static let old: [(version: SOCKSVersion, destination: SOCKSDestination, user: String?, message: [UInt8])] = [
    (.socks4, .ipv4([1, 2, 3, 4]), nil, [4, 1, 0, 80, 1, 2, 3, 4, 0]),
    (.socks4, .ipv4([1, 2, 3, 4]), "", [4, 1, 0, 80, 1, 2, 3, 4, 0]),
    (.socks4, .ipv4([1, 2, 3, 4]), "me", [4, 1, 0, 80, 1, 2, 3, 4, 0x6D, 0x65, 0]),
    (.socks4, .ipv4([1, 2, 3, 4]), longest, [4, 1, 0, 80, 1, 2, 3, 4] + Array(longest.utf8) + [0]),
    (.socks4, .ipv4([0, 0, 1, 1]), nil, [4, 1, 0, 80, 0, 0, 1, 1, 0]),
    (.socks4a, .ipv4([1, 2, 3, 4]), "me", [4, 1, 0, 80, 1, 2, 3, 4, 0x6D, 0x65, 0]),
    (.socks4a, .name("a.b"), nil, [4, 1, 0, 80, 0, 0, 0, 1, 0, 0x61, 0x2E, 0x62, 0]),
    (.socks4a, .name("a.b"), "me", [4, 1, 0, 80, 0, 0, 0, 1, 0x6D, 0x65, 0, 0x61, 0x2E, 0x62, 0]),
  ]

  @Test(arguments: old) func `version 4 asks in one message`(
    version: SOCKSVersion, destination: SOCKSDestination, user: String?, message: [UInt8]
  ) throws {
    let walk = try SOCKSWalk(socks(version, destination, user: user), [0, 90, 0, 0, 0, 0, 0, 0])
    #expect(walk.sent == [message])
  }

  struct Refused: Sendable {
    let what: String
    let version: SOCKSVersion
    var destination = SOCKSDestination.ipv4([1, 2, 3, 4])
    var port = 80
    var user: String?
    var password: String?
  }

  static let refused: [Refused] = [
    Refused(what: "port -1", version: .socks5, port: -1),
    Refused(what: "port 65536", version: .socks4, port: 65_536),
    Refused(what: "port \(Int.min)", version: .socks5h, port: .min),
    Refused(what: "1 to 255 ASCII", version: .socks5h, destination: .name("")),
    Refused(what: "1 to 255 ASCII", version: .socks4a, destination: .name("")),
    Refused(what: "1 to 255 ASCII", version: .socks5h, destination: .name(longest + "a")),
    Refused(what: "1 to 255 ASCII", version: .socks4a, destination: .name("a\u{0}b")),
    Refused(what: "1 to 255 ASCII", version: .socks5h, destination: .name("ä.example")),
    Refused(what: "needs a user", version: .socks5, password: "secret"),
    Refused(what: "needs a user", version: .socks4, password: "secret"),
    Refused(what: "user for a SOCKS proxy", version: .socks5, user: "", password: "secret"),
    Refused(what: "user for a SOCKS proxy", version: .socks5, user: longest + "a", password: "secret"),
    Refused(what: "password for a SOCKS proxy", version: .socks5, user: "u", password: "secret" + longest),
    Refused(what: "SOCKS4 has no password", version: .socks4a, user: "u", password: "secret"),
    Refused(what: "no NUL", version: .socks4, user: "u\u{0}v"),
    Refused(what: "at most 255 bytes", version: .socks4a, user: longest + "a"),
    Refused(what: "IPv6", version: .socks4, destination: .ipv6(v6)),
    Refused(what: "IPv6", version: .socks4a, destination: .ipv6(v6)),
    Refused(what: "a name; use SOCKS4a", version: .socks4, destination: .name("a.example")),
    Refused(what: "0.0.0.0/24", version: .socks4, destination: .ipv4([0, 0, 0, 1])),
    Refused(what: "0.0.0.0/24", version: .socks4a, destination: .ipv4([0, 0, 0, 0])),
  ]

  @Test(arguments: refused) func `what a version can't say is refused before anything is sent, and no secret shows`(_ row: Refused) throws {
    do throws(HTTPException) {
      _ = try socks(row.version, row.destination, port: row.port, user: row.user, password: row.password)
      Issue.record("accepted")
    } catch {
      guard case .invalidArgument(let text) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(text.contains(row.what))
      #expect(!text.contains("secret"))
    }
  }
}
