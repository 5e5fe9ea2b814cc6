#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// What a dialer needs that opens several sockets, or one with options.
extension Syscalls {
  /// Waits until one or more sockets are writable or broken, and returns them. Returns none if the deadline came first.
  static func waitUntilWritable(_ descriptors: [Int32], until deadline: Deadline) throws(HTTPException) -> [Int32] {
    var entries = descriptors.map { pollfd(fd: $0, events: Int16(POLLOUT), revents: 0) }
    // Unsafe: the call reads and writes an array, and gets its length.
    _ = try wait(until: deadline) { unsafe poll(&entries, nfds_t(entries.count), $0) }
    return entries.filter { $0.revents != 0 }.map(\.fd)
  }

  /// Lets several sockets that are not connected to the same peer have the same local port.
  static func sharePort(_ descriptor: Int32) throws(HTTPException) {
    try setOption(descriptor, SOL_SOCKET, SO_REUSEADDR, Int32(1))
    #if canImport(Darwin)
    // There, SO_REUSEADDR is only for ports of connections that have ended.
    try setOption(descriptor, SOL_SOCKET, SO_REUSEPORT, Int32(1))
    #endif
  }

  /// Has the system check whether the peer of an idle connection is still there (SO_KEEPALIVE).
  static func keepAlive(_ descriptor: Int32, _ settings: KeepAlive) throws(HTTPException) {
    #if canImport(Darwin)
    let idle = TCP_KEEPALIVE
    #else
    let idle = TCP_KEEPIDLE
    #endif
    try setOption(descriptor, SOL_SOCKET, SO_KEEPALIVE, Int32(1))
    try setOption(descriptor, Int32(IPPROTO_TCP), idle, KeepAlive.seconds(settings.idle))
    try setOption(descriptor, Int32(IPPROTO_TCP), TCP_KEEPINTVL, KeepAlive.seconds(settings.interval))
  }

  // MARK: - Interfaces

  /// Whether the system has an interface of this name (`lo`, `eth0`).
  package static func hasInterface(_ name: String) -> Bool {
    // Unsafe: the C string is valid during the call.
    name.utf8.contains(0) ? false : unsafe if_nametoindex(name) != 0
  }

  /// Makes a socket use an interface only (SO_BINDTODEVICE; on Darwin, IP_BOUND_IF). Returns false if that is forbidden and may be.
  ///
  /// Throws `system` with the name, as `bind` would.
  static func restrict(
    _ descriptor: Int32, toInterface name: String, family: Int32, mayBeForbidden: Bool
  ) throws(HTTPException) -> Bool {
    // Unsafe: the C string is valid during the call. Its number is asked for first, because the system cuts a long name.
    let index = unsafe if_nametoindex(name)
    if index == 0 { throw failure("bind", ENODEV, address: name) }
    do {
      #if canImport(Darwin)
      let isIPv6 = family == AF_INET6
      try setOption(descriptor, isIPv6 ? IPPROTO_IPV6 : IPPROTO_IP, isIPv6 ? IPV6_BOUND_IF : IP_BOUND_IF, index)
      #else
      let bytes = Array(name.utf8CString)
      // Unsafe: the call reads an array and gets its length.
      _ = try retrying("bind", address: name) {
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_BINDTODEVICE, bytes, socklen_t(bytes.count))
      }
      #endif
      return true
    } catch {
      guard mayBeForbidden, case .system(let failure) = error, failure.code == EPERM else { throw error }
      return false
    }
  }

  /// The first address of a family that an interface has, with a port. One that is valid beyond the link is preferred.
  ///
  /// Throws `system` with the interface's name if it has none.
  package static func address(ofInterface name: String, family: Int32, port: UInt16) throws(HTTPException) -> SocketAddress {
    // Unsafe: the system's linked list is freed below, after its addresses have been copied.
    var list: UnsafeMutablePointer<ifaddrs>?
    _ = try retrying("getifaddrs", address: name) { unsafe getifaddrs(&list) }
    defer { unsafe freeifaddrs(list) }
    let size = family == AF_INET6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
    let found = unsafe sequence(first: list) { unsafe $0?.pointee.ifa_next }.compactMap { unsafe $0 }.compactMap { entry in
      guard let address = unsafe entry.pointee.ifa_addr, unsafe Int32(address.pointee.sa_family) == family,
        unsafe String(cString: entry.pointee.ifa_name) == name
      else { return nil as [UInt8]? }
      return unsafe Array(UnsafeRawBufferPointer(start: address, count: size))
    }
    guard var bytes = found.first(where: { !isLinkLocal($0, family) }) ?? found.first else {
      throw failure("bind", EADDRNOTAVAIL, address: name)
    }
    // The port is at the same place in both structures.
    let place = MemoryLayout<sockaddr_in>.offset(of: \.sin_port) ?? 2
    bytes[place] = UInt8(port >> 8)
    bytes[place + 1] = UInt8(port & 0xFF)
    return SocketAddress(family: family, bytes: bytes)
  }

  /// Whether an address is one of fe80::/10 (RFC 4291 section 2.5.6).
  private static func isLinkLocal(_ bytes: [UInt8], _ family: Int32) -> Bool {
    let start = MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr) ?? 8
    return family == AF_INET6 && bytes[start] == 0xFE && bytes[start + 1] & 0xC0 == 0x80
  }
}
