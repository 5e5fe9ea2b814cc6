import HTTPWire
import HTTPWireAsync
import HTTPWireNIO
import HTTPWireTesting
import NIOPosix

/// The ways to wait for a connection.
enum Way: String, CaseIterable, Sendable {
  /// A plain `HTTPConnection`, in a thread of the test's.
  case blocking
  /// An `AsyncHTTPConnection` in a thread of its own.
  case thread
  /// An `AsyncHTTPConnection` on an event loop.
  case loop

  /// Many loops, so that what is timed does not wait for the large bodies of another test.
  private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 16)

  /// Those whose calls are awaited.
  static let awaited = allCases.filter { $0 != .blocking }

  var isLoop: Bool { self == .loop }

  /// Makes the calls of a connection awaited in this way.
  func connection(_ connection: sending HTTPConnection) -> AsyncHTTPConnection {
    switch self {
    case .blocking, .thread: return AsyncHTTPConnection(connection)
    case .loop: return AsyncHTTPConnection(connection, on: Self.group)
    }
  }

  /// Makes a connection to a server of the test's.
  func connection(to server: LoopbackServer, _ set: (HTTPConnection) throws -> Void = { _ in }) throws -> AsyncHTTPConnection {
    let plain = try HTTPConnection(server.host, port: server.port, timeout: .seconds(20))
    try set(plain)
    return connection(plain)
  }

  /// Runs a closure on a connection of its own.
  func withConnection(
    to port: Int, tls: TLSContext? = nil, _ body: @Sendable (isolated AsyncHTTPConnection) async throws -> Void
  ) async throws {
    switch self {
    case .blocking, .thread: try await AsyncHTTPConnection.withConnection("localhost", port: port, tls: tls, body)
    case .loop: try await AsyncHTTPConnection.withConnection("localhost", port: port, tls: tls, on: Self.group, body)
    }
  }
}
