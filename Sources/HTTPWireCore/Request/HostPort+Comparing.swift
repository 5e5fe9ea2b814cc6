// Whether two texts name the same server.

extension HostPort {
  /// Whether a `Host` field may name this server. Names are compared without case and the dot of the root, and addresses by their bytes. A
  /// field without a port has each of the default ports. A field that can't be read may name any server.
  package func mayBeNamed(by field: String, defaultPorts: Int...) -> Bool {
    defaultPorts.contains { usual in
      guard let named = try? HostPort(field, port: nil, defaultPort: usual, leniency: .emptyPort), !named.host.isEmpty else { return true }
      return named.port == port && named.isSameHost(as: self)
    }
  }

  private func isSameHost(as other: HostPort) -> Bool {
    if let address, let theirs = other.address { return address == theirs }
    return Self.comparable(name: host) == Self.comparable(name: other.host)
  }

  /// The bytes of the host if it is an address, in any form that resolvers read.
  private var address: [UInt8]? {
    host.utf8.contains(ASCII.colon) ? IPAddressSyntax.ipv6Bytes(host) : IPAddressSyntax.looseIPv4Bytes(host)
  }

  /// A name as it is compared: in ASCII and lower case, without the dot of the root.
  static func comparable(name: String) -> String {
    let ascii = (try? IDNA.ascii(name)) ?? name
    return (ascii.hasSuffix(".") ? String(ascii.dropLast()) : ascii).lowercased()
  }
}
