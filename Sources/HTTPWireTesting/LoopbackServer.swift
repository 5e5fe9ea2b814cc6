public import HTTPWire
import HTTPWireSupport

/// A server on this machine's loopback interface, for tests: real sockets, a thread for each connection, any misbehaviour one likes.
///
/// ```swift
/// let server = try LoopbackServer.replying { request in
///   .init(headers: ["Content-Type": "text/plain"], text: "You asked for \(request.target)")
/// }
/// defer { server.stop() }
/// let connection = try HTTPConnection(server.host, port: server.port)
/// ```
///
/// A handler has each connection to itself and may send whatever it likes; the connection is closed when it returns or throws.
/// Errors of handlers are kept in ``errors``. The server stops when it is released, or by ``stop()``.
public final class LoopbackServer: Sendable {
  /// Where a server listens.
  public enum Address: Sendable, Hashable {
    /// A free port of 127.0.0.1.
    case ipv4
    /// A free port of ::1.
    case ipv6
    /// A Unix socket, whose file is made at the path and removed when the server stops.
    case unix(path: String)
  }

  /// What serves a connection, on a thread of its own.
  public typealias Handler = @Sendable (LoopbackConnection) throws -> Void

  /// The host to connect to: `127.0.0.1` or `::1`; the path of a Unix socket.
  public let host: String
  /// The port to connect to; 0 of a Unix socket.
  public let port: Int
  private let state: LoopbackState

  /// Starts a server that hands each connection to a handler. With `recordsRequests` off, ``requests`` stays empty, for servers that
  /// run for long.
  ///
  /// Throws `system` where the address can't be listened at.
  public init(_ address: Address = .ipv4, recordsRequests: Bool = true, handler: @escaping Handler) throws(HTTPException) {
    let listener: Int32
    switch address {
    case .ipv4: (listener, host, port) = try Self.listen("127.0.0.1")
    case .ipv6: (listener, host, port) = try Self.listen("::1")
    case .unix(let path):
      listener = try Self.listen(Syscalls.unixAddress(path))
      (host, port) = (path, 0)
    }
    let path: String? = if case .unix(let path) = address { path } else { nil }
    state = try Syscalls.closing(listener) { () throws(HTTPException) in
      try LoopbackState(listener: listener, path: path, recordsRequests: recordsRequests, handler: handler)
    }
    try state.start()
  }

  deinit { stop() }

  /// Starts a server that answers each request with what the closure returns, and keeps connections alive as HTTP says
  /// (RFC 9112 section 9.3). When the closure throws, the connection is closed without a reply.
  public static func replying(
    _ address: Address = .ipv4, recordsRequests: Bool = true, to respond: @escaping @Sendable (ReceivedRequest) throws -> Response
  ) throws(HTTPException) -> LoopbackServer {
    try LoopbackServer(address, recordsRequests: recordsRequests) { try $0.serve(respond) }
  }

  /// The requests received so far, in the order in which their heads came. The body is there once a handler has read it with
  /// `readRequest`.
  public var requests: [ReceivedRequest] { state.requests }

  /// How many connections have been accepted so far.
  public var connectionCount: Int { state.connectionCount }

  /// What handlers have thrown so far, and what went wrong in accepting connections.
  public var errors: [any Error] { state.errors }

  /// Stops listening, ends all connections and waits for their handlers to return, which they do unless they wait for something
  /// other than the connection. Harmless when called again.
  public func stop() { state.stop() }

  private static func listen(_ host: String) throws(HTTPException) -> (listener: Int32, host: String, port: Int) {
    guard let address = try Resolver.addresses(of: host, port: 0).first else { throw .invalidArgument("no address for \(host)") }
    let listener = try listen(address)
    return try Syscalls.closing(listener) { () throws(HTTPException) in
      (listener, host, try Syscalls.localAddress(listener).port ?? 0)
    }
  }

  private static func listen(_ address: SocketAddress) throws(HTTPException) -> Int32 {
    let listener = try Syscalls.openSocket(family: address.family)
    return try Syscalls.closing(listener) { () throws(HTTPException) in
      try Syscalls.bindSocket(listener, to: address)
      try Syscalls.startListening(listener)
      try Syscalls.setBlocking(listener, false)
      return listener
    }
  }
}
