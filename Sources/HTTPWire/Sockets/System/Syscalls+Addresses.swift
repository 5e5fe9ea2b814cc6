#if canImport(Darwin)
import Darwin

private let streamType = SOCK_STREAM
#elseif canImport(Musl)
import Musl

private let streamType = SOCK_STREAM
#else
import Glibc

private let streamType = Int32(SOCK_STREAM.rawValue)
#endif

/// Looks names up, and converts between the system's address structures and Swift values.
extension Syscalls {
  /// The resolver's code for a name that has no address.
  static var noSuchName: Int32 { EAI_NONAME }

  /// The resolver's code for a look-up that may succeed later.
  static var tryAgain: Int32 { EAI_AGAIN }

  /// The error number of a connection that the peer's system has refused.
  package static var connectionRefused: Int32 { ECONNREFUSED }

  /// Whether an address is of a family that may be connected to.
  static func isIncluded(_ address: SocketAddress, in family: AddressFamily) -> Bool {
    family == .any || address.family == number(of: family)
  }

  private static func number(of family: AddressFamily) -> Int32 {
    switch family {
    case .any: AF_UNSPEC
    case .ipv4: AF_INET
    case .ipv6: AF_INET6
    }
  }

  /// What the addresses of a look-up are for.
  enum Purpose {
    /// To connect to; without a name, the loopback addresses.
    case connecting(AddressFamily)
    /// To bind to; without a name, the wildcard address. Of one family.
    case binding(family: Int32)
  }

  /// The address for a numeric IPv4 host, without the resolver; nil for any other host. On Darwin it is nil when connecting: in an
  /// IPv6-only network the resolver returns an IPv6 address that leads to the IPv4 one (RFC 6052).
  private static func numericAddress(_ host: String?, port: UInt16, for purpose: Purpose) -> SocketAddress? {
    #if canImport(Darwin)
    return nil
    #else
    guard case .connecting(let family) = purpose, family != .ipv6, let host, let number = IPAddressSyntax.ipv4(host) else { return nil }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = number.bigEndian
    // Unsafe: the bytes of the structure are copied while the pointer is valid.
    return SocketAddress(family: AF_INET, bytes: unsafe withUnsafeBytes(of: address) { unsafe Array($0) })
    #endif
  }

  /// The stream addresses of a name and port, in the order in which to try them (`getaddrinfo`).
  ///
  /// Throws `nameResolution`, or `system` if the resolver reports a failed call.
  static func resolve(_ host: String?, port: UInt16, for purpose: Purpose) throws(HTTPException) -> [SocketAddress] {
    if let address = numericAddress(host, port: port, for: purpose) { return [address] }
    // Unsafe: all pointers in `hints` are nil. The resolver's linked list is freed below, after its addresses have been copied.
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = streamType
    unsafe hints.ai_flags = AI_NUMERICSERV
    switch purpose {
    case .connecting(let family): unsafe hints.ai_family = number(of: family)
    case .binding(let family):
      unsafe hints.ai_family = family
      unsafe hints.ai_flags |= AI_PASSIVE
    }
    var list: UnsafeMutablePointer<addrinfo>?
    let code = unsafe withOptionalCString(host) { unsafe getaddrinfo($0, String(port), &hints, &list) }
    if code == EAI_SYSTEM { throw failure("getaddrinfo", errno, address: host) }
    if code != 0 {
      throw .nameResolution(ResolutionFailure(host: host ?? "", code: code, message: unsafe String(cString: gai_strerror(code))))
    }
    defer { unsafe freeaddrinfo(list) }
    return unsafe sequence(first: list) { unsafe $0?.pointee.ai_next }.compactMap { unsafe $0 }.compactMap { entry in
      guard let address = unsafe entry.pointee.ai_addr else { return nil }
      let bytes = unsafe UnsafeRawBufferPointer(start: address, count: Int(entry.pointee.ai_addrlen))
      return unsafe SocketAddress(family: entry.pointee.ai_family, bytes: Array(bytes))
    }
  }

  /// An IPv4 address and port, as in ``numericText(of:)``; nil for another family. Every connection makes this text for its peer, so it is
  /// made without a system call. Most of them are short enough to need no allocation.
  static func ipv4Text(of address: SocketAddress) -> String? {
    guard address.family == AF_INET, address.bytes.count >= MemoryLayout<sockaddr_in>.size else { return nil }
    let host = MemoryLayout<sockaddr_in>.offset(of: \.sin_addr) ?? 4
    let port = MemoryLayout<sockaddr_in>.offset(of: \.sin_port) ?? 2
    let number = UInt16(address.bytes[port]) << 8 | UInt16(address.bytes[port + 1])
    // Unsafe: four numbers of up to three digits, one of up to five, three dots and a colon are at most 21 bytes.
    return unsafe String(unsafeUninitializedCapacity: 21) { text in
      var count = 0
      for index in 0..<4 {
        unsafe append(UInt16(address.bytes[host + index]), to: text, &count)
        unsafe text[count] = UInt8(ascii: index < 3 ? "." : ":")
        count += 1
      }
      unsafe append(number, to: text, &count)
      return count
    }
  }

  private static func append(_ number: UInt16, to text: UnsafeMutableBufferPointer<UInt8>, _ count: inout Int) {
    if number >= 10 { unsafe append(number / 10, to: text, &count) }
    unsafe text[count] = UInt8(ascii: "0") + UInt8(number % 10)
    count += 1
  }

  /// What a SOCKS proxy is told of an address; nil for one of another family than IPv4 and IPv6.
  static func destination(of address: SocketAddress) -> SOCKSDestination? {
    switch address.family {
    case AF_INET:
      let start = MemoryLayout<sockaddr_in>.offset(of: \.sin_addr) ?? 4
      return .ipv4(Array(address.bytes.dropFirst(start).prefix(4)))
    case AF_INET6:
      let start = MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr) ?? 8
      return .ipv6(Array(address.bytes.dropFirst(start).prefix(16)))
    default: return nil
    }
  }

  /// The numeric host, with its scope, and the port of an Internet address. If the system can't convert it, both are question marks.
  static func numericText(of address: SocketAddress) -> (host: String, port: String) {
    var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    var port = [CChar](repeating: 0, count: 32)
    // Unsafe: the call fills two arrays and gets their lengths.
    let code = unsafe withSystemAddress(of: address) { pointer, length in
      unsafe getnameinfo(
        pointer, length, &host, socklen_t(host.count), &port, socklen_t(port.count), NI_NUMERICHOST | NI_NUMERICSERV)
    }
    return code == 0 ? (decoded(host), decoded(port)) : ("?", "?")
  }

  /// The address of a Unix socket. Throws `invalidArgument` for a path that is empty, has a NUL byte or is too long for the system's
  /// structure.
  package static func unixAddress(_ path: String) throws(HTTPException) -> SocketAddress {
    var address = sockaddr_un()
    // Unsafe: the path is copied into the fixed array of a local structure, after its length was checked.
    let room = MemoryLayout.size(ofValue: address.sun_path) - 1
    if path.isEmpty || path.utf8.contains(0) || path.utf8.count > room {
      throw .invalidArgument("the path of a Unix socket must have 1 to \(room) bytes and no NUL: \(PythonRepr.string(path))")
    }
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
    return SocketAddress(family: AF_UNIX, bytes: unsafe withUnsafeBytes(of: address) { unsafe Array($0) })
  }

  /// The path of a Unix socket's address, empty if it has none; nil for an address of another family.
  static func path(of address: SocketAddress) -> String? {
    guard address.family == AF_UNIX else { return nil }
    let start = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
    return String(decoding: address.bytes.dropFirst(start).prefix { $0 != 0 }, as: UTF8.self)
  }

  /// A socket's local address (`getsockname`).
  package static func localAddress(_ descriptor: Int32) throws(HTTPException) -> SocketAddress {
    try unsafe address(of: "getsockname") { unsafe getsockname(descriptor, $0, $1) }
  }

  /// The address a socket is connected to (`getpeername`).
  package static func peerAddress(_ descriptor: Int32) throws(HTTPException) -> SocketAddress {
    try unsafe address(of: "getpeername") { unsafe getpeername(descriptor, $0, $1) }
  }

  private static func address(
    of operation: String, _ call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
  ) throws(HTTPException) -> SocketAddress {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    // Unsafe: the structure is as large as any address, the call gets its size, and returns how many bytes it has written.
    _ = try retrying(operation) {
      unsafe withUnsafeMutablePointer(to: &storage) { storage in
        unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe call($0, &length) }
      }
    }
    let bytes = unsafe withUnsafeBytes(of: storage) { unsafe Array($0.prefix(Int(length))) }
    return SocketAddress(family: Int32(storage.ss_family), bytes: bytes)
  }

  /// Calls `body` with an address in the system's form.
  static func withSystemAddress<Result>(
    of address: SocketAddress, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    var storage = sockaddr_storage()
    let count = min(address.bytes.count, MemoryLayout<sockaddr_storage>.size)
    // Unsafe: the bytes are copied into a structure with the size and alignment of any address. It is valid during the call.
    unsafe withUnsafeMutableBytes(of: &storage) { unsafe $0.copyBytes(from: address.bytes.prefix(count)) }
    return unsafe withUnsafePointer(to: storage) { storage in
      unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, socklen_t(count)) }
    }
  }

  private static func withOptionalCString<Result>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Result) -> Result {
    guard let text else { return body(nil) }
    // Unsafe: the C string is valid during the call.
    return unsafe text.withCString { unsafe body($0) }
  }
}
