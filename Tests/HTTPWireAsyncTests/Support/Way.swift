import HTTPWire
import HTTPWireAsync
import HTTPWireTesting

#if NIO
import HTTPWireNIO
import NIOPosix
#endif

/// The ways to wait for a connection. NIOTests has one more than HTTPWireAsyncTests.
enum Way: String, CaseIterable, Sendable {
  /// A plain `HTTPConnection`, in a thread of the test's.
  case blocking
  /// An `AsyncHTTPConnection` in a thread of its own.
  case thread
  #if NIO
  /// An `AsyncHTTPConnection` on an event loop.
  case loop
  #endif

  /// Those whose calls are awaited.
  static let awaited = allCases.filter { $0 != .blocking }

  var isLoop: Bool { self != .blocking && self != .thread }

  /// Makes the calls of a connection awaited in this way.
  func connection(_ connection: sending HTTPConnection) -> AsyncHTTPConnection {
    switch self {
    case .blocking, .thread: return AsyncHTTPConnection(connection)
    #if NIO
    case .loop: return AsyncHTTPConnection(connection, on: MultiThreadedEventLoopGroup.singleton)
    #endif
    }
  }

  /// Makes a connection to a server of the test's.
  func connection(to server: LoopbackServer, _ set: (HTTPConnection) throws -> Void = { _ in }) throws -> AsyncHTTPConnection {
    let plain = try HTTPConnection(server.host, port: server.port, timeout: .seconds(20))
    try set(plain)
    return connection(plain)
  }
}
