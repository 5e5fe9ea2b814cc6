/// Where to connect from (the `source_address` of `http.client.HTTPConnection`, and curl's `--interface`).
///
/// ```swift
/// connection.sourceAddress = SourceAddress("192.0.2.7")
/// connection.sourceAddress = SourceAddress(interface: "eth0")
/// ```
public struct SourceAddress: Sendable, Hashable {
  /// The name or numeric address of one of this machine's interfaces; empty lets the system choose.
  public var host: String
  /// The port; 0 lets the system choose a free one.
  public var port: Int
  /// The name of the interface through which to connect, whatever the routes say; nil lets the system choose.
  ///
  /// Linux before 5.7 wants a privilege for that (SO_BINDTODEVICE). Without it, and without a ``host``, the connection comes from the
  /// interface's address, as in curl, and the routes choose the interface.
  public var interface: String?

  /// Makes a source address.
  public init(_ host: String, port: Int = 0) {
    self.host = host
    self.port = port
  }

  /// Makes a source that is an interface (`lo`, `eth0`).
  public init(interface: String, port: Int = 0) {
    self.init("", port: port)
    self.interface = interface
  }
}

extension SourceAddress {
  /// Binds a socket of a family that is not connected yet.
  ///
  /// Throws `system` with the address or interface, `nameResolution` if the host has no address of the family, `invalidArgument`, and what
  /// ends the look-up of a name.
  func bind(_ descriptor: Int32, family: Int32, until deadline: Deadline, _ canceller: Canceller?) throws(HTTPException) {
    if let interface {
      if interface.isEmpty || interface.utf8.contains(0) {
        throw .invalidArgument("\(PythonRepr.string(interface)) is not the name of an interface")
      }
      guard try Syscalls.restrict(descriptor, toInterface: interface, family: family, mayBeForbidden: host.isEmpty) else {
        let address = try Syscalls.address(ofInterface: interface, family: family, port: Resolver.checked(port))
        return try Syscalls.bindSocket(descriptor, to: address)
      }
      // With neither an address nor a port, there is nothing left to bind.
      if host.isEmpty, port == 0 { return }
    }
    if let local = try Resolver.sourceAddress(self, family: family, until: deadline, canceller) {
      try Syscalls.bindSocket(descriptor, to: local)
    }
  }
}
