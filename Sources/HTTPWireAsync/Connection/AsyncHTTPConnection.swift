public import HTTPWire
import Synchronization

/// A connection to one server whose calls are awaited. It is an `HTTPConnection` that runs where blocking does no harm: in a thread of its
/// own, or, with the product HTTPWireNIO, on an event loop.
///
/// ```swift
/// try await AsyncHTTPConnection.withConnection("example.org", tls: .default) { connection in
///   let response = try await connection.request("GET", "/events", deadline: .now + .seconds(30))
///   for try await piece in response.body { print(piece.count) }
///   print(response.trailers ?? [:])
/// }
/// ```
///
/// The closure runs on the connection's own executor, so its calls need no change of threads. A connection can be used from outside, too,
/// at some more cost, and may be kept and passed between tasks.
///
/// Requests, responses, errors and events are those of `HTTPConnection`. A connection carries one request at a time: while a task uses it,
/// calls of others throw `cannotSendRequest`, and so does a request while the last response is unread.
///
/// **Cancelling** the task ends the call that waits, with `cancelled`. The connection is closed then, and its next request opens it anew.
///
/// **Threads** are shared by all connections and taken while one has work. At most ``usualThreadLimit`` connections are open at a time;
/// opening another one waits for one of them to be closed.
@safe public actor AsyncHTTPConnection {
  /// How many connections with threads of their own may be open at a time.
  public static let usualThreadLimit = 1024

  /// Only the executor's jobs use it, and while it is opened elsewhere, the thread that opens it.
  let connection: HTTPConnection
  nonisolated let driver: any ConnectionDriver
  nonisolated let canceller: Canceller
  nonisolated let occupancy = Occupancy()
  nonisolated let scope = CancelScope()
  /// The number of the response that was abandoned last.
  nonisolated let abandoned = Atomic<Int>(0)
  /// The driver's executor. Unsafe: it is not retained here, and lives as long as the driver, which is.
  private nonisolated let unowned: UnownedSerialExecutor

  /// The response whose body is being read, and its number.
  var response: HTTPResponse?
  var number = 0
  /// Whether the last response has made the stream that of another protocol, and nobody has taken it.
  var leavesHTTP = false
  /// What feeds the body of the request that is under way.
  var inlet: BodyInlet?
  /// A deadline by another clock.
  var alarm: ClockAlarm?
  /// Whether the connection has a place among those that may be open.
  nonisolated let hasPlace = Atomic<Bool>(false)
  /// Whether a thread other than the executor's is using ``connection``.
  var isLent = false

  /// The executor of the connection: a thread of its own, or an event loop.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe unowned }

  /// Makes a connection of any kind asynchronous. Its settings stay: its route, opener, observers, timeout and so on.
  ///
  /// ```swift
  /// let plain = try HTTPConnection("localhost")
  /// plain.opener = UnixDialer(path: "/run/app.sock").dial
  /// let connection = AsyncHTTPConnection(plain)
  /// ```
  ///
  /// The connection is given up: whoever made it can't use it any more.
  public init(_ connection: sending HTTPConnection) {
    self.init(connection, on: ThreadDriver())
  }

  /// Makes a connection that a driver runs.
  package init(_ connection: sending HTTPConnection, on driver: any ConnectionDriver) {
    canceller = connection.canceller
    self.connection = connection
    self.driver = driver
    unsafe unowned = driver.executor.asUnownedSerialExecutor()
    if driver.mustNotBlock { connection.startPolling(opensElsewhere: true) }
  }

  deinit {
    inlet?.close()
    if hasPlace.load(ordering: .relaxed) { driver.givePlaceBack() }
  }

  #if TLS
  /// Makes a connection to a server, without opening it. With `tls` it is an `HTTPSConnection`.
  ///
  /// - Parameters:
  ///   - host: A name or an address, as `HTTPConnection` takes it.
  ///   - port: The port; nil takes it from `host`, or else 80 or 443.
  ///   - tls: The settings for TLS; nil speaks without TLS.
  ///   - configure: Called with the connection before it is used: set a route, an opener, observers, a timeout.
  ///
  /// Throws `invalidURL` for a host or port that is not valid.
  public init(
    _ host: String, port: Int? = nil, tls: TLSContext? = nil, configure: @Sendable (HTTPConnection) -> Void = { _ in }
  ) throws(HTTPException) {
    self.init(try Self.make(host, port, tls, configure))
  }

  /// Makes a connection for ``init(_:port:tls:configure:)`` and its siblings.
  package static func make(
    _ host: String, _ port: Int?, _ tls: TLSContext?, _ configure: @Sendable (HTTPConnection) -> Void
  ) throws(HTTPException) -> sending HTTPConnection {
    if let tls {
      let connection = try HTTPSConnection(host, port: port, context: tls)
      configure(connection)
      return connection
    }
    let connection = try HTTPConnection(host, port: port)
    configure(connection)
    return connection
  }

  /// Makes a connection, runs a closure on it, and closes it. The closure is isolated to the connection: its calls are the cheapest.
  ///
  /// Throws `invalidURL` for a host or port that is not valid, and what `body` throws.
  public static func withConnection<Result: Sendable>(
    _ host: String, port: Int? = nil, tls: TLSContext? = nil, configure: @Sendable (HTTPConnection) -> Void = { _ in },
    _ body: @Sendable (isolated AsyncHTTPConnection) async throws -> Result
  ) async throws -> Result {
    try await AsyncHTTPConnection(host, port: port, tls: tls, configure: configure).closing(after: body)
  }
  #else
  /// Makes a connection to a server, without opening it.
  ///
  /// Throws `invalidURL` for a host or port that is not valid.
  public init(
    _ host: String, port: Int? = nil, configure: @Sendable (HTTPConnection) -> Void = { _ in }
  ) throws(HTTPException) {
    self.init(try Self.make(host, port, configure))
  }

  /// Makes a connection for ``init(_:port:configure:)`` and its siblings.
  package static func make(
    _ host: String, _ port: Int?, _ configure: @Sendable (HTTPConnection) -> Void
  ) throws(HTTPException) -> sending HTTPConnection {
    let connection = try HTTPConnection(host, port: port)
    configure(connection)
    return connection
  }

  /// Makes a connection, runs a closure on it, and closes it. The closure is isolated to the connection: its calls are the cheapest.
  public static func withConnection<Result: Sendable>(
    _ host: String, port: Int? = nil, configure: @Sendable (HTTPConnection) -> Void = { _ in },
    _ body: @Sendable (isolated AsyncHTTPConnection) async throws -> Result
  ) async throws -> Result {
    try await AsyncHTTPConnection(host, port: port, configure: configure).closing(after: body)
  }
  #endif

  /// Runs a closure on the connection, and closes it.
  package nonisolated func closing<Result: Sendable>(
    after body: @Sendable (isolated AsyncHTTPConnection) async throws -> Result
  ) async throws -> Result {
    do {
      let result = try await withTaskCancellationHandler {
        try await watched(body)
      } onCancel: {
        scope.cancel(canceller)
      }
      await close()
      return result
    } catch {
      await close()
      throw error
    }
  }

  /// Runs a closure of a task that is watched for being cancelled.
  private func watched<Result: Sendable>(
    _ body: @Sendable (isolated AsyncHTTPConnection) async throws -> Result
  ) async throws -> Result {
    scope.begin()
    defer { scope.end() }
    return try await body(self)
  }

  // MARK: State

  /// Whether a stream is open. It does no I/O, so the peer may have closed the connection.
  public var isOpen: Bool { !isLent && connection.isOpen }

  /// Closes the connection. A response that is being read ends. The next request opens the connection again.
  ///
  /// A call that waits in another task ends with `cancelled`.
  public nonisolated(nonsending) func close() async {
    if occupancy.isTaken { canceller.cancel() }
    await closeNow()
  }

  private func closeNow() {
    // Another request may have begun meanwhile, which is closed with the connection.
    if occupancy.isTaken { canceller.cancel() }
    endExchange()
    if isLent { return }
    connection.close()
    releasePlace()
  }

  /// Ends what belongs to the exchange that was under way.
  func endExchange() {
    inlet?.close()
    if inlet != nil, !driver.mustNotBlock { connection.stopPolling() }
    inlet = nil
    alarm?.end()
    alarm = nil
    if let response, !isLent { response.close() }
    response = nil
  }

  /// Gives the place back if nothing is open.
  func releasePlace() {
    if connection.isOpen || !hasPlace.exchange(false, ordering: .relaxed) { return }
    driver.givePlaceBack()
  }
}
