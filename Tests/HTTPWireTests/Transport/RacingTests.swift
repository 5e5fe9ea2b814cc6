import Foundation
import HTTPWire
import HTTPWireSupport
import HTTPWireTesting
import Testing

#if os(Linux)
/// Several addresses of one name: the first that connects wins, whatever the others do (RFC 8305 section 5).
///
/// The timeout is for all of them, so a test in which an address that never answers holds up the others fails by it.
struct RacingTests {
  @Test(arguments: ["L", "LD", "DL", "RL", "RDL", "DRL", "DDDL", "RRRRL", "LL", "LR", "DLR", String(repeating: "D", count: 19) + "L"])
  func `the first address that answers is connected to`(kinds: String) throws {
    let destinations = try Destination.list(kinds)
    let live = try #require(destinations.first { $0.server != nil })
    for timeout in [Duration.seconds(20), nil] {
      let stream = try race(to: destinations, timeout: timeout)
      #expect(stream.peerAddress == live.address.text)
      #expect(try stream.readToEnd() == Array("here".utf8))
    }
  }

  @Test func `the winner is like any other connection`() throws {
    let destinations = try Destination.list("DL")
    let stream = try race(to: destinations)
    let open = try #require(stream.fileDescriptor)
    #expect(try Syscalls.isBlocking(open))
    #expect(try Syscalls.isNoDelay(open))
    #expect(try Syscalls.isCloseOnExec(open))
  }

  @Test func `a failure starts the next attempt at once, and nothing else does before the delay`() throws {
    let refusing = try Destination.list("RRL")
    #expect(try race(to: refusing, delay: .seconds(3600)).peerAddress == refusing[2].address.text)
    let dead = try Destination.list("DL")
    #expect(throws: HTTPException.timedOut(.connecting)) { try race(to: dead, timeout: .milliseconds(150), delay: .seconds(3600)) }
    #expect(dead[1].server?.connectionCount == 0)
  }

  @Test(arguments: [("RR", "rr"), ("RRRR", "rrrr"), ("RD", "rt"), ("DR", "tr"), ("DRD", "trt")])
  func `the error has what each address said`(kinds: String, said: String) throws {
    let destinations = try Destination.list(kinds)
    let error = #expect(throws: HTTPException.self) { try race(to: destinations, timeout: .milliseconds(300)) }
    guard case .connectionFailed(let attempts) = error else {
      Issue.record("not a list: \(String(describing: error))")
      return
    }
    #expect(attempts.map(\.address) == destinations.map(\.address.text))
    let found = attempts.map { $0.error == .timedOut(.connecting) ? "t" : $0.description.contains("refused") ? "r" : "?" }
    #expect(found.joined() == said)
    #expect(error?.isTimeout == said.contains("t"))
  }

  @Test(arguments: ["D", "DD", "DDD"], [Duration.milliseconds(100), .zero, .seconds(-1)])
  func `if no address answers in time, that is the error`(kinds: String, time: Duration) throws {
    let destinations = try Destination.list(kinds)
    #expect(throws: HTTPException.timedOut(.connecting)) { try race(to: destinations, timeout: time) }
    #expect(throws: HTTPException.timedOut(.connecting)) { try race(to: destinations, timeout: nil, deadline: time) }
  }

  @Test(arguments: ["DR", "RD"])
  func `at the deadline the error is that it has passed, whatever the addresses said`(kinds: String) throws {
    let destinations = try Destination.list(kinds)
    #expect(throws: HTTPException.timedOut(.connecting)) { try race(to: destinations, deadline: .milliseconds(100)) }
  }

  @Test(.enabled(if: hasIPv6), arguments: ["127.0.0.1", "::1"])
  func `an address that the source can't reach does not hold up the others`(source: String) throws {
    let both = [try Destination(.live, host: "::1"), try Destination(.live, host: "127.0.0.1")]
    let stream = try race(to: both, delay: .seconds(3600), from: SourceAddress(source))
    #expect(stream.localAddress?.contains(source) == true)
  }

  @Test func `a source that does not exist is what every address says`() throws {
    let error = #expect(throws: HTTPException.self) {
      try race(to: Destination.list("LL"), from: SourceAddress("192.0.2.77"))
    }
    #expect(error?.description.contains("(bind 192.0.2.77:0); 127") == true)
  }

  @Test(arguments: [SourceAddress("", port: 65_536), SourceAddress("127.0.0.1\0"), SourceAddress(interface: "")])
  func `an argument that is not valid is no matter of the addresses`(source: SourceAddress) throws {
    let error = #expect(throws: HTTPException.self) { try race(to: Destination.list("LL"), from: source) }
    guard case .invalidArgument = error else {
      Issue.record("not an invalid argument: \(String(describing: error))")
      return
    }
  }

  @Test func `two attempts can have the same source port`() throws {
    let port = try unusedPort()
    let destinations = try Destination.list("DL")
    let stream = try race(to: destinations, from: SourceAddress("127.0.0.1", port: port))
    #expect(stream.peerAddress == destinations[1].address.text)
    #expect(stream.localAddress == "127.0.0.1:\(port)")
  }

  @Test(arguments: ["D", "DD", "RD", "DDDD"], [0, 2, 10, 30, 60])
  func `a cancel at any moment ends all attempts`(kinds: String, milliseconds: Int) throws {
    let destinations = try Destination.list(kinds)
    let canceller = try HTTPConnection("h").canceller
    let thread = try SystemThread {
      Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
      canceller.cancel()
    }
    #expect(throws: HTTPException.cancelled) { try race(to: destinations, canceller: canceller) }
    thread.join()
  }

  @Test func `a cancel before the first attempt is noticed though an address would answer`() throws {
    let destinations = try Destination.list("LL")
    let canceller = try HTTPConnection("h").canceller
    canceller.cancel()
    #expect(throws: HTTPException.cancelled) { try race(to: destinations, canceller: canceller) }
  }

  @Test func `no attempt leaves a descriptor, however the race ends`() async {
    await #expect(processExitsWith: .success) {
      let lists = try ["DL", "RR", "DR", "DD"].map { (kinds) in try Destination.list(kinds) }
      let canceller = try HTTPConnection("h").canceller
      canceller.cancel()
      let before = openDescriptorCount()
      for _ in 0..<10 {
        for list in lists {
          _ = try? race(to: list, timeout: .milliseconds(40), delay: .milliseconds(10))
          _ = try? race(to: list, canceller: canceller)
          _ = try? race(to: list, delay: .milliseconds(10), deadline: .milliseconds(15))
        }
      }
      // The servers close their ends a little later. A leak on one of the paths would be ten descriptors or more.
      for _ in 0..<100 where openDescriptorCount() >= before + 9 { try await Task.sleep(for: .milliseconds(50)) }
      #expect(openDescriptorCount() < before + 9)
    }
  }
}

/// Connects to the first of some destinations that answers.
private func race(
  to destinations: [Destination], timeout: Duration? = .seconds(20), delay: Duration = .milliseconds(20),
  deadline: Duration? = nil, from source: SourceAddress? = nil, canceller: Canceller? = nil
) throws(HTTPException) -> SocketStream {
  var dialer = TCPDialer()
  dialer.attemptDelay = delay
  let target = ConnectionTarget(host: "several", port: 1, timeout: timeout, sourceAddress: source, canceller: canceller)
  return try dialer.connect(to: destinations.map(\.address), of: target, until: Deadline(after: deadline))
}
#endif
