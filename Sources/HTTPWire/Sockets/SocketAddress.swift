/// The address of a socket, in the system's own form.
package struct SocketAddress: Sendable, Hashable {
  /// The address family (`AF_INET`, …).
  package let family: Int32
  /// The bytes of the family's `sockaddr`.
  let bytes: [UInt8]

  /// The address as text: `127.0.0.1:80`, `[fe80::1%eth0]:80`, or the path of a Unix socket.
  package var text: String {
    if let text = Syscalls.ipv4Text(of: self) ?? Syscalls.path(of: self) { return text }
    let (host, port) = Syscalls.numericText(of: self)
    return host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
  }

  /// The port, or nil for a Unix socket.
  package var port: Int? {
    Syscalls.path(of: self) == nil ? Int(Syscalls.numericText(of: self).port) : nil
  }
}
