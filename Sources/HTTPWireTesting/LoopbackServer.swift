public import HTTPWire
import HTTPWireSupport

/// A server on the loopback interface, for tests. It uses real sockets and a thread for each connection, and can misbehave in any way.
///
/// ```swift
/// let server = try LoopbackServer.replying { request in
///   .init(headers: ["Content-Type": "text/plain"], text: "You asked for \(request.target)")
/// }
/// defer { server.stop() }
/// let connection = try HTTPConnection(server.host, port: server.port)
/// ```
///
/// A handler may send any bytes on its connection. The connection is closed when the handler returns or throws. Errors of handlers are
/// kept in ``errors``. The server stops when it is deallocated or ``stop()`` is called.
public final class LoopbackServer: Sendable {
  /// Where a server listens.
  public enum Address: Sendable, Hashable {
    /// A free port of 127.0.0.1.
    case ipv4
    /// A free port of ::1.
    case ipv6
    /// A Unix socket. Its file is created at the path, and removed when the server stops.
    case unix(path: String)
  }

  /// A function that serves a connection, on a thread of its own.
  public typealias Handler = @Sendable (LoopbackConnection) throws -> Void

  /// The host to connect to: `127.0.0.1` or `::1`; the path of a Unix socket.
  public let host: String
  /// The port to connect to; 0 for a Unix socket.
  public let port: Int
  private let state: LoopbackState

  /// Starts a server that passes each connection to a handler. With `recordsRequests` off, ``requests`` stays empty; use that for servers
  /// that run for a long time.
  ///
  /// Throws `system` if the server can't listen at the address.
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

  /// Starts a server that answers each request with the response that the closure returns. Connections are kept open according to RFC 9112
  /// section 9.3. If the closure throws, the connection is closed without a reply.
  public static func replying(
    _ address: Address = .ipv4, recordsRequests: Bool = true, to respond: @escaping @Sendable (ReceivedRequest) throws -> Response
  ) throws(HTTPException) -> LoopbackServer {
    try LoopbackServer(address, recordsRequests: recordsRequests) { try $0.serve(respond) }
  }

  /// The requests received so far, in the order in which their heads came. A request has its body once a handler has read it with
  /// `readRequest`.
  public var requests: [ReceivedRequest] { state.requests }

  /// The number of connections accepted so far.
  public var connectionCount: Int { state.connectionCount }

  /// The errors thrown so far by handlers and by accepting connections.
  public var errors: [any Error] { state.errors }

  /// Stops listening, ends all connections and waits for their handlers to return. A handler that waits for something other than its
  /// connection delays this. Calling it again has no effect.
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
