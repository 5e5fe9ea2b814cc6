import Foundation
import HTTPWire
import HTTPWireAsync
import HTTPWireNIO
import HTTPWireTesting
import NIOPosix
import Synchronization
import Testing

/// What peers, other tasks and full sockets can do to a connection at a bad moment. All event loops here are one thread.
@Suite("At a bad moment", .serialized, .timeLimit(.minutes(5)))
struct BadMomentTests {
  static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

  /// A server with or without TLS, and how to connect to it.
  struct Peer {
    let port: Int
    let make: @Sendable (Way, (HTTPConnection) -> Void) throws -> AsyncHTTPConnection
    let count: @Sendable () -> Int
    let errors: @Sendable () -> [any Error]
    let keep: [any Sendable]

    init(isSecure: Bool = false, _ handler: @escaping LoopbackServer.Handler) throws {
      if isSecure {
        let server = try TLSLoopbackServer(recordsRequests: false, handler: handler)
        let context = try server.clientContext()
        let port = server.port
        self.port = port
        keep = [server]
        count = { server.server.connectionCount }
        errors = { server.errors }
        make = { way, set in
          let plain = try HTTPSConnection("127.0.0.1", port: port, timeout: .seconds(20), context: context)
          set(plain)
          return BadMomentTests.connection(plain, way)
        }
      } else {
        let server = try LoopbackServer(recordsRequests: false, handler: handler)
        let port = server.port
        self.port = port
        keep = [server]
        count = { server.connectionCount }
        errors = { server.errors }
        make = { way, set in
          let plain = try HTTPConnection("127.0.0.1", port: port, timeout: .seconds(20))
          set(plain)
          return BadMomentTests.connection(plain, way)
        }
      }
    }

    func connection(_ way: Way, _ set: (HTTPConnection) -> Void = { _ in }) throws -> AsyncHTTPConnection { try make(way, set) }
  }

  static func connection(_ plain: sending HTTPConnection, _ way: Way) -> AsyncHTTPConnection {
    way.isLoop ? AsyncHTTPConnection(plain, on: group) : AsyncHTTPConnection(plain)
  }

  /// Counts what has happened, by name.
  final class Tally: Sendable {
    private let counts = Mutex<[String: Int]>([:])
    func add(_ name: String) { counts.withLock { $0[name, default: 0] += 1 } }
    func add(_ error: any Error) { add(String("\(error)".prefix(110))) }
    var all: [String: Int] { counts.withLock { $0 } }
    subscript(_ name: String) -> Int { all[name] ?? 0 }
  }

  /// Bytes that tell their place.
  static let pattern: [UInt8] = {
    var bytes = [UInt8](repeating: 0, count: 30_000_000)
    bytes.withUnsafeMutableBytes { raw in
      let words = raw.bindMemory(to: UInt64.self)
      var word: UInt64 = 0x9E37_79B9_7F4A_7C15
      for index in 0..<words.count {
        word = word &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        words[index] = word
      }
    }
    return bytes
  }()

  static func isSame(_ piece: ArraySlice<UInt8>, at offset: Int) -> Bool {
    if offset + piece.count > pattern.count { return false }
    return piece.withUnsafeBytes { a in
      pattern.withUnsafeBytes { b in
        guard let a = a.baseAddress, let b = b.baseAddress else { return true }
        return memcmp(a, b + offset, piece.count) == 0
      }
    }
  }
}
