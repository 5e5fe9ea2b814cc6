/// Opens TCP connections (`socket.create_connection`).
///
/// If a name has several addresses, they race (RFC 8305): the first is tried; each time an attempt fails, or ``attemptDelay`` has passed
/// without an answer, the next one is tried as well. The first to connect wins, and the others are closed. Addresses are tried in the order
/// of the resolver (RFC 6724), with the two families alternating.
///
/// ```swift
/// var dialer = TCPDialer()
/// dialer.family = .ipv4
/// dialer.keepAlive = KeepAlive()
/// dialer.resolving = [.init(host: "example.com", port: 80, addresses: ["127.0.0.1"])]
/// connection.opener = dialer.dial
/// ```
public struct TCPDialer: Dialer, Hashable {
  /// Which addresses are connected to.
  public var family = AddressFamily.any
  /// How long an address may take before the next is tried as well. Values below 10 ms count as 10 ms (RFC 8305 section 5).
  public var attemptDelay = Duration.milliseconds(250)
  /// How idle connections are checked; nil for not at all.
  public var keepAlive: KeepAlive?
  /// Names that are not looked up (curl's `--resolve`).
  public var resolving: [FixedAddresses] = []
  /// Hosts and ports instead of which others are connected to (curl's `--connect-to`). The first rule for a target is applied, before
  /// ``resolving``. A proxy is a target as any other.
  public var connectingTo: [Detour] = []

  /// Makes a dialer that lets the system choose everything.
  public init() {}

  /// Connects as ``connect(to:)`` does.
  public func dial(_ target: ConnectionTarget) throws(HTTPException) -> any ByteStream { try connect(to: target) }

  /// Looks up the target's host and connects to the first of its addresses that accepts. The target's timeout is for all of them together,
  /// and its deadline is for the look-up, too. Small writes are sent at once (TCP_NODELAY), because each is a whole request or block.
  ///
  /// If no address accepts, throws `connectionFailed` with what each of them said, or the error itself if there is only one address:
  /// `system` with the address, or `timedOut(.connecting)`. The latter is also thrown if every attempt timed out, or at the deadline. Also
  /// throws `nameResolution`, `timedOut(.lookingUp)` at the deadline, `cancelled`, and `invalidArgument` for a port out of range.
  public func connect(to target: ConnectionTarget) throws(HTTPException) -> SocketStream {
    let deadline = target.overallEnd
    let target = detoured(target)
    return try connect(to: lookUp(target, until: deadline), of: target, until: deadline)
  }

  /// The addresses of a target, in the order of the resolver.
  private func lookUp(_ target: ConnectionTarget, until deadline: Deadline) throws(HTTPException) -> [SocketAddress] {
    if let fixed = try fixedAddresses(of: target) { return fixed }
    target.report(.lookUpBegan(host: target.host))
    let addresses = try Resolver.addresses(of: target, family, until: deadline)
    target.report(.lookUpEnded(addresses: addresses.map(\.text)))
    return addresses
  }

  /// Connects to the first address that accepts.
  package func connect(
    to addresses: [SocketAddress], of target: ConnectionTarget, until deadline: Deadline = Deadline(after: nil)
  ) throws(HTTPException) -> SocketStream {
    if addresses.isEmpty { throw Resolver.noAddresses(target.host) }
    var race = ConnectionRace(to: addresses, of: target, dialer: self, until: deadline)
    return try race.run()
  }
}
