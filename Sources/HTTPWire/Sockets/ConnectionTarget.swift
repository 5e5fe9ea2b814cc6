/// What to connect to, from which address, and how long to try.
public struct ConnectionTarget: Sendable, Hashable {
  /// A name or a numeric address without brackets; empty for the loopback address. An IPv6 address may have a scope (`fe80::1%eth0`).
  public var host: String
  /// The port, 0 to 65535.
  public var port: Int
  /// How long to try the host's addresses, all of them together; nil for as long as the system tries.
  public var timeout: Duration?
  /// The address to connect from; nil lets the system choose.
  public var sourceAddress: SourceAddress?
  /// The moment by which all of the opening must be done: looking up the name, and trying all addresses.
  public var deadline: ContinuousClock.Instant?
  /// What may cancel the opening.
  public var canceller: Canceller?
  /// What reports the steps of the opening, if the connection has observers.
  var reporter: Reporter?

  /// Observers, and what is being opened for them.
  struct Reporter: Sendable, Hashable {
    let observation: Observation
    let exchange: Int
    let stream: Int
  }

  /// Makes a target. Its values are checked when it is connected to.
  public init(
    host: String, port: Int, timeout: Duration? = nil, sourceAddress: SourceAddress? = nil, deadline: ContinuousClock.Instant? = nil,
    canceller: Canceller? = nil
  ) {
    self.host = host
    self.port = port
    self.timeout = timeout
    self.sourceAddress = sourceAddress
    self.deadline = deadline
    self.canceller = canceller
  }

  /// Reports to the observers of the connection that is being opened, if it has any. For dialers of your own.
  public func report(_ event: @autoclosure () -> ConnectionEvent) {
    guard let reporter else { return }
    reporter.observation.report(event(), EventContext(exchange: reporter.exchange, stream: reporter.stream, time: .now))
  }
}
