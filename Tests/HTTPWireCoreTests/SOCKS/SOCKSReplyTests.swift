import HTTPWireCore
import Testing

/// What a SOCKS client makes of a proxy's replies.
@Suite struct SOCKSReplyTests {
  /// Whole handshakes that lead to the target. Behind them stand bytes of the target's.
  static let agreed: [(version: SOCKSVersion, user: String?, replies: [UInt8])] = [
    (.socks5, nil, [5, 0, 5, 0, 0, 1, 127, 0, 0, 1, 4, 56]),
    (.socks5h, nil, [5, 0, 5, 0, 0, 4] + [UInt8](repeating: 7, count: 16) + [4, 56]),
    (.socks5h, nil, [5, 0, 5, 0, 0, 3, 0, 4, 56]),
    (.socks5h, nil, [5, 0, 5, 0, 0, 3, 1, 0x61, 4, 56]),
    (.socks5h, nil, [5, 0, 5, 0, 0, 3, 255] + [UInt8](repeating: 0x61, count: 255) + [4, 56]),
    // The reserved byte has no meaning.
    (.socks5h, nil, [5, 0, 5, 0, 255, 1, 0, 0, 0, 0, 0, 0]),
    (.socks5, "u", [5, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
    (.socks5, "u", [5, 2, 1, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
    (.socks4, nil, [0, 90, 1, 2, 3, 4, 5, 6]),
    (.socks4a, "u", [0, 90, 0, 0, 0, 0, 0, 0]),
  ]
  static let targetBytes: [UInt8] = [5, 0, 0, 90, 5, 0]

  @Test(arguments: agreed) func `a reply is read exactly, however it is split`(
    version: SOCKSVersion, user: String?, replies: [UInt8]
  ) throws {
    for piece in 1...replies.count {
      let walk = try SOCKSWalk(socks(version, user: user), replies + Self.targetBytes, piece: piece)
      #expect(walk.isDone)
      #expect(Array(walk.unread) == Self.targetBytes)
    }
  }

  @Test(arguments: agreed) func `a reply that ends early is incomplete, wherever it ends`(
    version: SOCKSVersion, user: String?, replies: [UInt8]
  ) throws {
    for count in 0..<replies.count {
      let sent = Array(replies.prefix(count))
      guard case .incompleteReply(let received)? = socksFailure(version, sent, user: user) else {
        Issue.record("\(count) bytes")
        continue
      }
      // The bytes are those of the reply that is not complete.
      #expect(sent.suffix(received.count) == received[...])
    }
  }

  @Test func `each refusal is reported by its code, as soon as that has come`() {
    for code in UInt8(1)...255 {
      #expect(socksFailure(.socks5, [5, 0, 5, code]) == .refused(code: code))
      #expect(socksFailure(.socks5h, [5, 0, 5, code, 0, 1, 0, 0, 0, 0, 0, 0], piece: 1) == .refused(code: code))
      #expect(socksFailure(.socks5, [5, 2, 1, code], user: "u", password: "p") == .authenticationRefused)
    }
    for code in UInt8(0)...255 where code != 90 {
      #expect(socksFailure(.socks4, [0, code]) == .refused(code: code))
      #expect(socksFailure(.socks4a, [0, code, 0, 0, 0, 0, 0, 0]) == .refused(code: code))
    }
  }

  @Test func `a method that was not offered is refused`() {
    for method in UInt8(1)..<255 {
      #expect(socksFailure(.socks5, [5, method]) == .badReply(received: [5, method]))
      if method != 2 { #expect(socksFailure(.socks5, [5, method], user: "u") == .badReply(received: [5, method])) }
    }
    #expect(socksFailure(.socks5, [5, 255]) == .noAcceptableMethod(offered: [0]))
    #expect(socksFailure(.socks5h, [5, 255], user: "u", password: "p") == .noAcceptableMethod(offered: [0, 2]))
  }

  @Test func `a wrong version is refused at once`() {
    for first in UInt8(0)...255 {
      if first != 5 {
        #expect(socksFailure(.socks5, [first, 0]) == .badReply(received: [first, 0]))
        #expect(socksFailure(.socks5, [first, 0], piece: 1) == .badReply(received: [first]))
        #expect(socksFailure(.socks5, [5, 0, first, 0, 0, 1]) == .badReply(received: [first, 0, 0, 1]))
      }
      if first != 1 { #expect(socksFailure(.socks5, [5, 2, first, 0], user: "u") == .badReply(received: [first, 0])) }
      if first != 0 { #expect(socksFailure(.socks4, [first, 90], piece: 1) == .badReply(received: [first])) }
    }
  }

  @Test func `an address of an unknown type is refused`() {
    for type in UInt8(0)...255 where ![1, 3, 4].contains(type) {
      #expect(socksFailure(.socks5, [5, 0, 5, 0, 0, type, 1, 2]) == .badReply(received: [5, 0, 0, type]))
    }
  }

  static let texts: [(kind: SOCKSFailure.Kind, version: SOCKSVersion, text: String)] = [
    (.refused(code: 1), .socks5, "did not connect: general failure of the proxy (code 1)"),
    (.refused(code: 2), .socks5, "did not connect: its rules do not allow the connection (code 2)"),
    (.refused(code: 3), .socks5, "did not connect: network unreachable (code 3)"),
    (.refused(code: 4), .socks5, "did not connect: host unreachable (code 4)"),
    (.refused(code: 5), .socks5, "did not connect: connection refused by the target (code 5)"),
    (.refused(code: 6), .socks5, "did not connect: TTL expired (code 6)"),
    (.refused(code: 7), .socks5, "did not connect: it does not know the command CONNECT (code 7)"),
    (.refused(code: 8), .socks5, "did not connect: it does not know this type of address (code 8)"),
    (.refused(code: 9), .socks5, "did not connect: for an unknown reason (code 9)"),
    (.refused(code: 91), .socks4, "did not connect: request rejected or failed (code 91)"),
    (.refused(code: 92), .socks4, "did not connect: it can't reach the identd of this machine (code 92)"),
    (.refused(code: 93), .socks4, "did not connect: the identd of this machine names another user (code 93)"),
    (.noAcceptableMethod(offered: [0]), .socks5, "wants the client to authenticate; give the dialer a user and a password"),
    (.noAcceptableMethod(offered: [0, 2]), .socks5, "accepts neither a user and password nor a client without them"),
    (.authenticationRefused, .socks5, "did not accept the user and password"),
    (.badReply(received: Array("HT".utf8)), .socks5, "sent b'HT', which is no reply of SOCKS5; it may be an HTTP proxy: use a tunnel"),
    (.badReply(received: [0, 91]), .socks5h, "sent b'\\x00[', which is no reply of SOCKS5; it may speak SOCKS4 only"),
    (.badReply(received: [5]), .socks4a, "sent b'\\x05', which is no reply of SOCKS4; it may speak SOCKS5 only"),
    (.badReply(received: [7]), .socks4, "sent b'\\x07', which is no reply of SOCKS4"),
    (.incompleteReply(received: []), .socks5, "closed the connection after 0 bytes of a reply; does it speak SOCKS5?"),
    (.incompleteReply(received: [0]), .socks4, "closed the connection after 1 bytes of a reply; does it speak SOCKS4?"),
  ]

  @Test(arguments: texts) func `an error says that it was the proxy, which one, and what to do`(
    kind: SOCKSFailure.Kind, version: SOCKSVersion, text: String
  ) {
    let error = HTTPException.socks(SOCKSFailure(kind, version: version))
    #expect(error.description == "the SOCKS proxy " + text)
    #expect(error.at(proxy: "p:1080").description == "the SOCKS proxy " + text + ", at the proxy p:1080")
    #expect(error.at(proxy: "p:1080").at(proxy: "q:1080") == error.at(proxy: "p:1080"))
    #expect(error.fault == .peer)
    #expect(!error.isTimeout && !error.isConnectionReset)
  }
}
