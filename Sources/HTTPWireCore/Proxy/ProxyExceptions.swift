/// The hosts that are reached without a proxy (`no_proxy`).
struct ProxyExceptions: Hashable {
  private enum Hosts: Hashable {
    /// A name, and all names below it.
    case names(below: String)
    /// The addresses whose first bits are those of an address.
    case addresses([UInt8], bits: Int, zone: String?)
  }

  private struct Entry: Hashable {
    let hosts: Hosts
    let port: Int?
  }

  private let entries: [Entry]
  private let isAll: Bool

  /// Reads a list of entries. An entry that stands for nothing is ignored, as in curl.
  init(_ list: String) {
    // As in curl, the asterisk is no pattern: beside other entries it has no meaning.
    isAll = list == "*"
    entries = list.split { $0 == "," || $0 == " " || $0 == "\t" }.compactMap { Self.entry(String($0)) }
  }

  /// Whether a host is one of them.
  func contain(_ target: HostPort) -> Bool {
    if isAll { return true }
    if entries.isEmpty { return false }
    let (text, zone) = Self.withoutZone(target.host)
    let address = text.utf8.contains(ASCII.colon) ? IPAddressSyntax.ipv6Bytes(text) : IPAddressSyntax.looseIPv4Bytes(text)
    let name = HostPort.comparable(name: target.host)
    return entries.contains { entry in
      guard entry.port == nil || entry.port == target.port else { return false }
      switch entry.hosts {
      case .names(let suffix):
        return address == nil && (name == suffix || name.hasSuffix("." + suffix))
      case .addresses(let network, let bits, let only):
        guard let address, only == nil || only == zone else { return false }
        return Self.agree(address, network, bits: bits)
      }
    }
  }

  private static func entry(_ text: String) -> Entry? {
    if let hosts = addresses(text) { return Entry(hosts: hosts, port: nil) }
    let (host, port) = split(text)
    // `::1` has colons, too, and was taken above.
    if host.hasPrefix("["), host.hasSuffix("]") {
      return addresses(String(host.dropFirst().dropLast())).map { Entry(hosts: $0, port: port) }
    }
    if let hosts = addresses(host) { return Entry(hosts: hosts, port: port) }
    let name = HostPort.comparable(name: host.hasPrefix(".") ? String(host.dropFirst()) : host)
    return name.isEmpty ? nil : Entry(hosts: .names(below: name), port: port)
  }

  /// An address with or without a zone or a number of bits; nil for any other text.
  private static func addresses(_ text: String) -> Hosts? {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let (address, zone) = withoutZone(String(parts[0]))
    guard let bytes = IPAddressSyntax.ipv4Bytes(address) ?? IPAddressSyntax.ipv6Bytes(address) else { return nil }
    guard parts.count == 2 else { return .addresses(bytes, bits: bytes.count * 8, zone: zone) }
    guard parts[1].utf8.allSatisfy(ASCII.isDigit), let bits = Int(parts[1]), bits <= bytes.count * 8 else { return nil }
    return .addresses(bytes, bits: bits, zone: zone)
  }

  /// The host and the port of an entry; no port if the part behind the last colon is not one.
  private static func split(_ text: String) -> (host: String, port: Int?) {
    guard let colon = text.utf8.lastIndex(of: ASCII.colon) else { return (text, nil) }
    let digits = text[colon...].dropFirst()
    guard !digits.isEmpty, digits.utf8.allSatisfy(ASCII.isDigit), let port = Int(digits) else { return (text, nil) }
    return (String(text[..<colon]), port)
  }

  private static func withoutZone(_ address: String) -> (address: String, zone: String?) {
    guard let percent = address.utf8.firstIndex(of: UInt8(ascii: "%")) else { return (address, nil) }
    let zone = address[percent...].dropFirst()
    return (String(address[..<percent]), String(zone.hasPrefix("25") && zone.utf8.count > 2 ? zone.dropFirst(2) : zone))
  }

  /// Whether two addresses of the same kind have the same first bits.
  private static func agree(_ a: [UInt8], _ b: [UInt8], bits: Int) -> Bool {
    guard a.count == b.count else { return false }
    let whole = bits / 8
    guard a.prefix(whole) == b.prefix(whole) else { return false }
    let rest = bits % 8
    return rest == 0 || (a[whole] ^ b[whole]) >> UInt8(8 - rest) == 0
  }
}
