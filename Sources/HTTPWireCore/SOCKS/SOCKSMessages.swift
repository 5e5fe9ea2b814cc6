/// What a SOCKS client sends, checked and encoded.
struct SOCKSMessages: Sendable {
  /// The types of an address (RFC 1928 section 5).
  static let ipv4: UInt8 = 1
  static let name: UInt8 = 3
  static let ipv6: UInt8 = 4
  /// The method of a user and password (RFC 1928 section 3).
  static let password: UInt8 = 2
  /// The most bytes of a name, a user or a password: their lengths are one byte.
  private static let longest = 255

  /// The methods that are offered (RFC 1928 section 3).
  let methods: [UInt8]
  /// The message with user and password (RFC 1929 section 2). Empty without a user.
  let authentication: [UInt8]
  /// What asks for the connection.
  let request: [UInt8]

  /// The first message of SOCKS5 (RFC 1928 section 3).
  var greeting: [UInt8] { [5, UInt8(methods.count)] + methods }

  init(
    _ version: SOCKSVersion, to destination: SOCKSDestination, port: Int, user: String?, password: String?
  ) throws(HTTPException) {
    guard let port = UInt16(exactly: port) else { throw .invalidArgument("port \(port) is not in 0...65535") }
    let portBytes = [UInt8(port >> 8), UInt8(port & 0xFF)]
    guard user != nil || password == nil else { throw .invalidArgument("a password for a SOCKS proxy needs a user") }
    if case .name(let name) = destination {
      guard !name.isEmpty, name.utf8.count <= Self.longest, name.utf8.allSatisfy({ $0 != 0 && $0 < 0x80 }) else {
        throw .invalidArgument("a host for a SOCKS proxy must have 1 to 255 ASCII characters and no NUL: \(PythonRepr.string(name))")
      }
    }
    if version.isFive {
      methods = user == nil ? [0] : [0, Self.password]
      authentication = try user.map { (user) throws(HTTPException) in try Self.authentication(user, password ?? "") } ?? []
      request = [5, 1, 0] + Self.address(destination) + portBytes
    } else {
      methods = []
      authentication = []
      guard password == nil else { throw .invalidArgument("SOCKS4 has no password; use SOCKS5") }
      request = try [4, 1] + portBytes + Self.oldTail(version, destination, user ?? "")
    }
  }

  /// The message of RFC 1929 section 2. An empty password is sent as such, though the RFC wants one byte: proxies that only want a name
  /// accept it.
  private static func authentication(_ user: String, _ password: String) throws(HTTPException) -> [UInt8] {
    // The texts are not shown: one of them is a secret.
    guard 1...longest ~= user.utf8.count else { throw .invalidArgument("the user for a SOCKS proxy must have 1 to 255 bytes") }
    guard password.utf8.count <= longest else { throw .invalidArgument("the password for a SOCKS proxy must have at most 255 bytes") }
    return [1, UInt8(user.utf8.count)] + Array(user.utf8) + [UInt8(password.utf8.count)] + Array(password.utf8)
  }

  private static func address(_ destination: SOCKSDestination) -> [UInt8] {
    switch destination {
    case .ipv4(let bytes): [ipv4] + bytes
    case .ipv6(let bytes): [ipv6] + bytes
    case .name(let text): [name, UInt8(text.utf8.count)] + Array(text.utf8)
    }
  }

  /// What follows the port in a request of SOCKS4: the address, the user, and in SOCKS4a the name.
  private static func oldTail(
    _ version: SOCKSVersion, _ destination: SOCKSDestination, _ user: String
  ) throws(HTTPException) -> [UInt8] {
    guard user.utf8.count <= longest, !user.utf8.contains(0) else {
      throw .invalidArgument("the user for a SOCKS4 proxy must have at most 255 bytes and no NUL")
    }
    switch destination {
    case .ipv4(let bytes):
      // To a proxy that knows SOCKS4a, 0.0.0.x announces a name, and it would wait for that.
      guard !bytes.starts(with: [0, 0, 0]) else { throw .invalidArgument("SOCKS4 can't reach an address of the network 0.0.0.0/24") }
      return bytes + Array(user.utf8) + [0]
    case .ipv6: throw .invalidArgument("SOCKS4 can't reach an IPv6 address; use SOCKS5")
    case .name(let text):
      guard version == .socks4a else { throw .invalidArgument("SOCKS4 can't be given a name; use SOCKS4a: \(PythonRepr.string(text))") }
      return [0, 0, 0, 1] + Array(user.utf8) + [0] + Array(text.utf8) + [0]
    }
  }
}
