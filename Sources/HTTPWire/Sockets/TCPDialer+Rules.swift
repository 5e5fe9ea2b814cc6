extension TCPDialer {
  /// Addresses to use instead of looking a name up (curl's `--resolve`).
  public struct FixedAddresses: Sendable, Hashable {
    /// The name that is not looked up, without regard to case; `*` for any host that no other rule names.
    public var host: String
    /// The port for which the rule holds.
    public var port: Int
    /// Numeric addresses without brackets, in the order in which to try them.
    public var addresses: [String]

    /// Makes a rule. Its addresses are checked when it is used.
    public init(host: String, port: Int, addresses: [String]) {
      self.host = host
      self.port = port
      self.addresses = addresses
    }
  }

  /// Another host or port to connect to (curl's `--connect-to`). The request, and the name that TLS verifies, stay as they are.
  public struct Detour: Sendable, Hashable {
    /// The host for which the rule holds, without regard to case; nil for any.
    public var host: String?
    /// The port for which the rule holds; nil for any.
    public var port: Int?
    /// The host to connect to instead; nil for the same.
    public var toHost: String?
    /// The port to connect to instead; nil for the same.
    public var toPort: Int?

    /// Makes a rule.
    public init(host: String? = nil, port: Int? = nil, toHost: String? = nil, toPort: Int? = nil) {
      self.host = host
      self.port = port
      self.toHost = toHost
      self.toPort = toPort
    }
  }

  /// Where the first detour for a target leads, or else the target itself.
  func detoured(_ target: ConnectionTarget) -> ConnectionTarget {
    let rule = connectingTo.first { rule in
      (rule.port ?? target.port) == target.port && rule.host.map { Self.isSameHost($0, target.host) } != false
    }
    guard let rule else { return target }
    var target = target
    target.host = rule.toHost ?? target.host
    target.port = rule.toPort ?? target.port
    return target
  }

  /// The fixed addresses of a target; nil if its host is to be looked up. A rule for the host comes before one for any host.
  ///
  /// Throws `invalidArgument` for an address that is not numeric, and `nameResolution` if none is of the dialer's family.
  func fixedAddresses(of target: ConnectionTarget) throws(HTTPException) -> [SocketAddress]? {
    let rules = resolving.filter { $0.port == target.port }
    guard let rule = rules.first(where: { Self.isSameHost($0.host, target.host) }) ?? rules.first(where: { $0.host == "*" }) else {
      return nil
    }
    var found: [SocketAddress] = []
    for address in rule.addresses {
      guard Resolver.isNumeric(address) else {
        throw .invalidArgument("a fixed address must be numeric, not \(PythonRepr.string(address))")
      }
      found += try Resolver.addresses(of: address, port: target.port)
    }
    found.removeAll { !Syscalls.isIncluded($0, in: family) }
    if found.isEmpty { throw Resolver.noAddresses(target.host) }
    return found
  }

  /// Whether two hosts are the same. A target's host is in ASCII already.
  private static func isSameHost(_ host: String, _ asked: String) -> Bool {
    let name = (try? IDNA.ascii(host)) ?? host
    return name.utf8.elementsEqual(asked.utf8) || name.lowercased() == asked.lowercased()
  }
}
