#if NIO
public import HTTPWire
public import HTTPWireAsync
public import NIOCore

extension AsyncHTTPConnection {
  /// Makes a connection that runs on an event loop of a group. Its settings stay.
  ///
  /// ```swift
  /// let connection = AsyncHTTPConnection(try HTTPConnection("localhost"), on: group)
  /// ```
  ///
  /// It is opened in a thread, as names are looked up and TLS is set up by calls that block, and then given to the loop. So its opener must
  /// return a `SocketStream`, as those of `TCPDialer` and `UnixDialer` do. TLS is that of HTTPWire.
  public init(_ connection: sending HTTPConnection, on group: any EventLoopGroup) {
    let driver = LoopDriver(group.next())
    driver.adopt(connection)
    self.init(connection, on: driver)
  }

  /// Makes a connection that speaks over a channel of your own, whose last handler gives and takes `ByteBuffer`s. The connection closes the
  /// channel, and can't be opened again: requests after that throw `notConnected`.
  ///
  /// ```swift
  /// let connection = AsyncHTTPConnection(try HTTPSConnection("example.org"), over: channel)
  /// ```
  ///
  /// For an `HTTPSConnection`, TLS is spoken over the channel.
  public init(_ connection: sending HTTPConnection, over channel: any Channel) {
    let driver = LoopDriver(channel.eventLoop)
    driver.adopt(connection, over: channel)
    self.init(connection, on: driver)
  }

  #if TLS
  /// Makes a connection to a server that runs on an event loop of a group, without opening it. The other parameters and the errors are
  /// those of ``/HTTPWireAsync/AsyncHTTPConnection/init(_:port:tls:configure:)``.
  public init(
    _ host: String, port: Int? = nil, tls: TLSContext? = nil, on group: any EventLoopGroup,
    configure: @Sendable (HTTPConnection) -> Void = { _ in }
  ) throws(HTTPException) {
    self.init(try Self.make(host, port, tls, configure), on: group)
  }

  /// Makes a connection on an event loop, runs a closure on it, and closes it.
  ///
  /// ```swift
  /// let count = try await AsyncHTTPConnection.withConnection("example.org", tls: .default, on: group) { connection in
  ///   try await connection.fetch("GET", "/", upTo: 1 << 20).body.count
  /// }
  /// ```
  public static func withConnection<Result: Sendable>(
    _ host: String, port: Int? = nil, tls: TLSContext? = nil, on group: any EventLoopGroup,
    configure: @Sendable (HTTPConnection) -> Void = { _ in }, _ body: @Sendable (isolated AsyncHTTPConnection) async throws -> Result
  ) async throws -> Result {
    try await AsyncHTTPConnection(host, port: port, tls: tls, on: group, configure: configure).closing(after: body)
  }
  #else
  /// Makes a connection to a server that runs on an event loop of a group, without opening it.
  public init(
    _ host: String, port: Int? = nil, on group: any EventLoopGroup, configure: @Sendable (HTTPConnection) -> Void = { _ in }
  ) throws(HTTPException) {
    self.init(try Self.make(host, port, configure), on: group)
  }

  /// Makes a connection on an event loop, runs a closure on it, and closes it.
  public static func withConnection<Result: Sendable>(
    _ host: String, port: Int? = nil, on group: any EventLoopGroup, configure: @Sendable (HTTPConnection) -> Void = { _ in },
    _ body: @Sendable (isolated AsyncHTTPConnection) async throws -> Result
  ) async throws -> Result {
    try await AsyncHTTPConnection(host, port: port, on: group, configure: configure).closing(after: body)
  }
  #endif
}
#endif
