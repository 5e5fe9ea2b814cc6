import Foundation
import HTTPWire
import HTTPWireTesting
import Testing

/// How many descriptors this process has open.
private func openDescriptors() -> Int { (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd").count) ?? 0 }

/// Dialing through a proxy ends in time, and leaves nothing open when it fails.
@Suite struct DialingFailureTests {
  /// The ways to ask a proxy at a port.
  enum Way: String, CaseIterable {
    case socks4a, socks5h, tunnel

    func dialer(_ host: String, _ port: Int, over: any Dialer = TCPDialer()) -> any Dialer {
      switch self {
      case .socks4a: SOCKSDialer(host, port: port, version: .socks4a, over: over)
      case .socks5h: SOCKSDialer(host, port: port, over: over)
      case .tunnel: TunnelDialer(host, port: port, over: over)
      }
    }

    /// A reply that could go on for long.
    var longReply: [UInt8] {
      switch self {
      case .socks4a: [0, 90, 1, 2, 3, 4, 5]
      case .socks5h: [5, 0, 5, 0, 0, 3, 255] + [UInt8](repeating: 0x61, count: 250)
      case .tunnel: Array("HTTP/1.1 200 OK\r\nA: ".utf8) + [UInt8](repeating: 0x61, count: 250)
      }
    }
  }

  static let target = ConnectionTarget(host: "far.example", port: 80, timeout: .seconds(10))

  @Test(arguments: Way.allCases) func `a proxy that says nothing, or too little, is given up after the timeout`(way: Way) throws {
    for count in [0, 1, 2, 4] {
      let proxy = try LoopbackServer { client in
        try client.send(Array(way.longReply.prefix(count)))
        try client.sleepUntilStopped()
      }
      defer { proxy.stop() }
      var target = Self.target
      target.timeout = .milliseconds(100)
      let error = thrown { _ = try way.dialer(proxy.host, proxy.port).dial(target) }
      #expect(error == .timedOut(.tunneling), "\(count)")
    }
  }

  @Test(arguments: Way.allCases) func `a proxy that drips its reply is given up at the deadline`(way: Way) throws {
    let proxy = try LoopbackServer { client in
      for byte in way.longReply {
        try client.send([byte])
        if try !client.sleep(.milliseconds(way == .socks4a ? 200 : 20)) { return }
      }
      try client.sleepUntilStopped()
    }
    defer { proxy.stop() }
    var target = Self.target
    target.deadline = .now + .milliseconds(400)
    let start = ContinuousClock.now
    #expect(thrown { _ = try way.dialer(proxy.host, proxy.port).dial(target) } == .timedOut(.tunneling))
    #expect(ContinuousClock.now - start < .seconds(4))
    // A connection says the same in its words.
    let connection = try HTTPConnection("far.example", timeout: .seconds(10))
    connection.opener = way.dialer(proxy.host, proxy.port).dial
    let error = thrown { try connection.request("GET", "/", deadline: .now + .milliseconds(400)) }
    guard case .deadlineExceeded(.tunneling, let time)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(time >= .milliseconds(390))
  }

  @Test func `a SOCKS proxy that drips its reply is given up after the timeout`() throws {
    let proxy = try LoopbackServer { client in
      for byte in Way.socks5h.longReply {
        try client.send([byte])
        if try !client.sleep(.milliseconds(20)) { return }
      }
    }
    defer { proxy.stop() }
    var target = Self.target
    target.timeout = .milliseconds(400)
    #expect(thrown { _ = try SOCKSDialer(proxy.host, port: proxy.port).dial(target) } == .timedOut(.tunneling))
  }

  @Test(arguments: Way.allCases) func `a wait for a proxy is cancelled`(way: Way) throws {
    let connection = try HTTPConnection("far.example")
    let canceller = connection.canceller
    // The proxy cancels, so the opening has begun by then.
    let proxy = try LoopbackServer { client in
      try client.sleep(.milliseconds(50))
      canceller.cancel()
      try client.sleepUntilStopped()
    }
    defer { proxy.stop() }
    connection.opener = way.dialer(proxy.host, proxy.port).dial
    #expect(thrown { try connection.connect() } == .cancelled)
    // The next opening is not.
    connection.opener = GivenDialer(ScriptedStream()).dial
    #expect(thrown { try connection.connect() } == nil)
  }

  @Test(arguments: Way.allCases) func `what was opened is closed once if the proxy fails, and not if it does not`(way: Way) throws {
    let good: [UInt8] =
      switch way {
      case .socks4a: [0, 90, 0, 0, 0, 0, 0, 0]
      case .socks5h: [5, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0]
      case .tunnel: Array("HTTP/1.1 200 OK\r\n\r\n".utf8)
      }
    for count in 0..<good.count {
      for end in [ScriptedStream.AtEnd.end, .reset, .timeout] {
        let stream = ScriptedStream([Array(good.prefix(count))], atEnd: end)
        let error = thrown { _ = try way.dialer("p", 1, over: GivenDialer(stream)).dial(Self.target) }
        #expect(error != nil && stream.closes == 1, "\(count) bytes, \(end)")
      }
    }
    let stream = ScriptedStream([good], atEnd: .fail)
    let given = GivenDialer(stream)
    let opened = try way.dialer("p", 1, over: given).dial(Self.target)
    #expect(opened === stream && stream.closes == 0 && stream.overReads == 0)
    #expect(given.targets.map(\.host) == ["p"] && given.targets.map(\.port) == [1])
  }

  @Test(arguments: Way.allCases) func `no descriptor is left behind`(way: Way) throws {
    let proxy = try LoopbackServer { try $0.send("nonsense") }
    defer { proxy.stop() }
    let before = openDescriptors()
    for _ in 0..<150 { #expect(thrown { _ = try way.dialer(proxy.host, proxy.port).dial(Self.target) } != nil) }
    // Other tests run at the same time, and open some.
    #expect(openDescriptors() - before < 100)
  }

  @Test(arguments: Way.allCases) func `a proxy that can't be reached is named, and so is the one of several that failed`(way: Way) throws {
    let refusing = try RefusingPort()
    let name = "127.0.0.1:\(refusing.number)"
    guard case .system(let refused)? = thrown({ _ = try way.dialer("127.0.0.1", refusing.number).dial(Self.target) }) else {
      Issue.record("no system failure")
      return
    }
    #expect(refused.proxy == name)
    // Through a proxy that does not come up, to another one.
    for outer in Way.allCases {
      let dialer = outer.dialer("outer.example", 1, over: way.dialer("127.0.0.1", refusing.number))
      #expect(thrown { _ = try dialer.dial(Self.target) }?.description.hasSuffix(", at the proxy \(name)") == true)
    }
    let long = String(repeating: "a.", count: 150) + "a"
    guard case .nameResolution(let failure)? = thrown({ _ = try way.dialer(long, 1).dial(Self.target) }) else {
      Issue.record("looked up")
      return
    }
    #expect(failure.proxy == long + ":1")
  }

  @Test func `a name that is looked up here and has no address is not the proxy's fault`() throws {
    let nowhere = GivenDialer()
    let target = ConnectionTarget(host: String(repeating: "a.", count: 126) + "aa", port: 80)
    guard case .nameResolution(let failure)? = thrown({ _ = try SOCKSDialer("p", version: .socks5, over: nowhere).dial(target) }) else {
      Issue.record("looked up")
      return
    }
    #expect(failure.proxy == nil)
    #expect(nowhere.targets.isEmpty)
  }

  @Test(arguments: Way.allCases) func `an error of a dialer of one's own comes through as it is`(way: Way) throws {
    struct Own: Error {}
    struct Failing: Dialer {
      func dial(_ target: ConnectionTarget) throws(HTTPException) -> any ByteStream { throw .custom(Own()) }
    }
    let connection = try HTTPConnection("far.example")
    connection.opener = way.dialer("p", 1, over: Failing()).dial
    #expect(thrown { try connection.connect() } == .custom(Own()))
  }
}
