#if TLS
import Foundation
import HTTPWire
import HTTPWireTesting
import Testing

/// A SOCKS proxy that somebody else has written, and that Scripts/interop-socks has started.
struct RealProxy: Sendable, CustomTestStringConvertible {
  let name: String
  let versions: [SOCKSVersion]
  let port: Int
  let user: String?
  let password: String?

  /// The proxies of the environment: `NAME VERSION,VERSION PORT [USER PASSWORD]`, with semicolons between them.
  static let all = (ProcessInfo.processInfo.environment["HTTPWIRE_SOCKS"] ?? "").split(separator: ";").compactMap { RealProxy(String($0)) }

  init?(_ text: String) {
    let words = text.split(separator: " ").map { String($0) }
    guard words.count == 3 || words.count == 5, let port = Int(words[2]) else { return nil }
    name = words[0]
    versions = words[1].split(separator: ",").compactMap { SOCKSVersion(rawValue: String($0)) }
    self.port = port
    user = words.count == 5 ? words[3] : nil
    password = words.count == 5 ? words[4] : nil
  }

  var testDescription: String { name }

  func dialer(_ version: SOCKSVersion) -> SOCKSDialer {
    SOCKSDialer("127.0.0.1", port: port, version: version, user: user, password: password)
  }

  /// The reply to a connection that the target refuses.
  func refusal(_ version: SOCKSVersion) -> HTTPException {
    let isFour = version == .socks4 || version == .socks4a
    return HTTPException.socks(SOCKSFailure(.refused(code: isFour ? 91 : 5), version: version)).at(proxy: "127.0.0.1:\(port)")
  }
}

/// The dialer against real proxies. It runs only in Scripts/interop-socks.
@Suite(.serialized, .enabled(if: !RealProxy.all.isEmpty)) struct RealProxyTests {
  private static let block = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }

  @Test(arguments: RealProxy.all) func `bytes go both ways unchanged, plain and over TLS`(proxy: RealProxy) throws {
    let handler: LoopbackServer.Handler = { connection in
      try connection.answer { .init(body: $0.body) }
    }
    let plain = try LoopbackServer(handler: handler)
    defer { plain.stop() }
    let secure = try Fixture.server(handler: handler)
    defer { secure.stop() }
    for version in proxy.versions {
      for host in ["127.0.0.1", "localhost"] {
        // Where a name is looked up here, its first address may be of IPv6, and the servers have none.
        if host == "localhost", version == .socks5 { continue }
        let connections = [
          try HTTPConnection(host, port: plain.port, timeout: .seconds(20)),
          try HTTPSConnection(host, port: secure.port, timeout: .seconds(20), context: Fixture.context()),
        ]
        for connection in connections {
          connection.opener = proxy.dialer(version).dial
          for _ in 0..<2 {
            try connection.request("PUT", "/", body: .bytes(Self.block))
            let body = try connection.getResponse().read()
            #expect(body == Self.block, "\(version) \(host)")
          }
          connection.close()
        }
      }
    }
  }

  @Test(arguments: RealProxy.all) func `a target that refuses is told by its code`(proxy: RealProxy) throws {
    // A port that was free a moment ago.
    let server = try LoopbackServer { _ in }
    server.stop()
    for version in proxy.versions {
      let target = ConnectionTarget(host: "127.0.0.1", port: server.port, timeout: .seconds(20))
      #expect(failure { _ = try proxy.dialer(version).dial(target) } == proxy.refusal(version))
    }
  }

  @Test(arguments: RealProxy.all.filter { $0.user != nil }) func `wrong or no credentials are refused`(proxy: RealProxy) throws {
    let target = ConnectionTarget(host: "127.0.0.1", port: 80, timeout: .seconds(20))
    for (user, password, kind) in [
      (proxy.user, "guess", SOCKSFailure.Kind.authenticationRefused), (nil, nil, .noAcceptableMethod(offered: [0])),
    ] {
      var dialer = proxy.dialer(.socks5h)
      dialer.user = user
      dialer.password = password
      let wanted = HTTPException.socks(SOCKSFailure(kind, version: .socks5h)).at(proxy: "127.0.0.1:\(proxy.port)")
      #expect(failure { _ = try dialer.dial(target) } == wanted)
    }
  }
}
#endif
