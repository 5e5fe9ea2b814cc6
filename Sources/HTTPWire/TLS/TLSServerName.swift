#if TLS
/// The name or address that a peer must have, in the form used in certificates.
struct TLSServerName: Hashable, Sendable {
  /// The name in lower-case ASCII without a trailing dot, or the address without brackets and scope.
  let text: String
  /// The address's 4 or 16 bytes; nil for a name.
  let address: [UInt8]?
  /// The scope of an address: the network interface it belongs to (RFC 4007 section 11.2). Certificates have no scope.
  let scope: String

  /// Throws `invalidArgument` if `host` is neither a name nor an address, and `invalidURL` for a name that has no ASCII form.
  init(_ host: String) throws(HTTPException) {
    // A fast path: every connection makes one of these, and nearly all hosts are a plain name or an IPv4 address.
    let plainAddress = IPAddressSyntax.ipv4Bytes(host)
    if plainAddress != nil || Self.isPlainName(host) {
      text = host
      address = plainAddress
      scope = ""
      return
    }
    var host = host[...]
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    if host.hasSuffix(".") { host = host.dropLast() }
    let withoutScope = host.prefix { $0 != "%" }
    if let bytes = Self.addressBytes(String(withoutScope)), withoutScope.endIndex == host.endIndex || bytes.count == 16 {
      text = String(withoutScope)
      address = bytes
      scope = String(host[withoutScope.endIndex...])
      return
    }
    let name = try IDNA.ascii(String(host)).lowercased()
    // To OpenSSL, a leading dot would match every name below the domain.
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    guard name.utf8.count <= 253, labels.allSatisfy({ (1...63).contains($0.utf8.count) }),
      name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
      // Refuse what looks like an address but is read in different ways: "010.0.0.1", "1.2.3" (RFC 1123 section 2.1).
      labels.last?.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) != true
    else { throw .invalidArgument("\(PythonRepr.string(String(host))) is not a server name that a certificate can have") }
    text = name
    address = nil
    scope = ""
  }

  /// Whether a host already has the form used in certificates: labels of lower-case ASCII letters, digits and hyphens, with dots between
  /// them, and a letter in the last label.
  private static func isPlainName(_ host: String) -> Bool {
    guard host.utf8.count <= 253 else { return false }
    var length = 0
    var hasLetter = false
    for byte in host.utf8 {
      switch byte {
      case 0x61...0x7A:
        hasLetter = true
        length += 1
      case 0x30...0x39, 0x2D: length += 1
      case 0x2E where length > 0:
        length = 0
        hasLetter = false
      default: return false
      }
      if length > 63 { return false }
    }
    return hasLetter
  }
}
#endif
