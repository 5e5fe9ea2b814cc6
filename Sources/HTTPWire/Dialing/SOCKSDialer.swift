/// Opens streams through a SOCKS proxy: SOCKS4, SOCKS4a or SOCKS5 (RFC 1928), with a user and password (RFC 1929) if there are any.
///
/// ```swift
/// connection.opener = SOCKSDialer("127.0.0.1", port: 9050).dial
/// ```
public struct SOCKSDialer: Dialer {
  /// The proxy's name or address.
  public var host: String
  /// The proxy's port.
  public var port: Int
  /// The version to speak, which also says who looks the target's name up.
  public var version: SOCKSVersion
  /// The user: 1 to 255 bytes. Nil offers the proxy no authentication. A proxy of version 5 is also offered to do without.
  public var user: String?
  /// The user's password: at most 255 bytes. SOCKS4 has none.
  public var password: String?
  /// Opens the stream to the proxy.
  public var over: any Dialer

  /// Makes a dialer. Its values are checked when it dials.
  public init(
    _ host: String, port: Int = 1080, version: SOCKSVersion = .socks5h, user: String? = nil, password: String? = nil,
    over: any Dialer = TCPDialer()
  ) {
    self.host = host
    self.port = port
    self.version = version
    self.user = user
    self.password = password
    self.over = over
  }

  /// Connects to the proxy, and has it connect to the target. The whole handshake may take the target's timeout. If the name is looked up
  /// here, the proxy gets the first of its addresses; with SOCKS4, the first of IPv4. The scope of an IPv6 address is left out, because it
  /// has no meaning on another machine.
  ///
  /// Throws `socks` if the proxy does not connect, and `timedOut(.tunneling)` if it takes too long. Before anything is opened, throws
  /// `invalidArgument` for what the version can't express, and `nameResolution`. Also throws what ``over`` throws. Errors at the proxy, or
  /// on the way to it, name it.
  public func dial(_ target: ConnectionTarget) throws(HTTPException) -> any ByteStream { try dial(target, through: over.dial) }

  /// Connects as `dial` does, but opens the stream to the proxy with a function.
  func dial(
    _ target: ConnectionTarget, through opener: (ConnectionTarget) throws(HTTPException) -> any ByteStream
  ) throws(HTTPException) -> any ByteStream {
    let proxy = try ProxyHop(host, port)
    let handshake = try SOCKSHandshake(version, to: destination(of: target), port: target.port, user: user, password: password)
    return try proxy.open(opener, for: target) { (stream) throws(HTTPException) in
      target.report(.socksBegan(proxy: proxy.name))
      try Self.shakeHands(handshake, over: stream, until: target.stepEnd)
      target.report(.socksEnded)
    }
  }

  /// What the proxy is told to connect to.
  private func destination(of target: ConnectionTarget) throws(HTTPException) -> SOCKSDestination {
    var target = target
    target.host = try IDNA.ascii(target.host)
    // To the system, no host is this machine. A proxy can't tell.
    if target.host.isEmpty { return .name("") }
    if IPAddressSyntax.isIPv6(target.host) {
      target.host = String(target.host.prefix { $0 != "%" })
    } else if version.resolvesAtProxy, IPAddressSyntax.ipv4(target.host) == nil {
      return .name(target.host)
    }
    let found = try Resolver.addresses(of: target, .any, until: target.overallEnd).compactMap { Syscalls.destination(of: $0) }
    let usable = found.first { if case .ipv6 = $0 { version.isFive } else { true } }
    // SOCKS4 refuses an address of IPv6 in its own words.
    return usable ?? found.first ?? .name(target.host)
  }

  private static func shakeHands(
    _ handshake: SOCKSHandshake, over stream: any ByteStream, until end: Deadline
  ) throws(HTTPException) {
    var handshake = handshake
    while true {
      let left = end.remaining
      switch handshake.step {
      case .done: return
      case _ where left == .zero: throw .timedOut(.tunneling)
      case .send(let bytes):
        try stream.write(bytes.span, timeout: left)
        handshake.sent()
      case .receive(let count):
        let bytes = try [UInt8](capacity: count) { (free) throws(HTTPException) in try stream.read(into: &free, timeout: left) }
        try handshake.receive(bytes)
      }
    }
  }
}

/// Hides the password when a program prints the dialer.
extension SOCKSDialer: CustomReflectable {
  /// The dialer's properties, with a mask for the password.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "host": host, "port": port, "version": version, "user": user as Any, "password": password.map { _ in "***" } as Any, "over": over,
      ])
  }
}
