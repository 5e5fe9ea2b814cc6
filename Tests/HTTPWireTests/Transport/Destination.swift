import HTTPWire
import HTTPWireSupport
import HTTPWireTesting

/// An address of this machine that behaves in a certain way for as long as this object lives.
final class Destination {
  /// What happens to a connection attempt.
  enum Kind: Character, Sendable {
    /// It succeeds.
    case live = "L"
    /// It is refused at once.
    case refusing = "R"
    /// It is never answered: a listener's queue is full. Only Linux ignores attempts then.
    case dead = "D"
  }

  let address: SocketAddress
  /// The server of a live one.
  let server: LoopbackServer?
  private var descriptors: [Int32] = []

  init(_ kind: Kind, host: String = "127.0.0.1") throws(HTTPException) {
    let any = try Resolver.addresses(of: host, port: 0)[0]
    if kind == .live {
      let server = try LoopbackServer(host == "::1" ? .ipv6 : .ipv4) { try $0.send("here") }
      self.server = server
      address = try Resolver.addresses(of: host, port: server.port)[0]
      return
    }
    server = nil
    let listener = try Syscalls.openSocket(family: any.family)
    descriptors.append(listener)
    try Syscalls.bindSocket(listener, to: any)
    address = try Syscalls.localAddress(listener)
    if kind == .dead {
      try Syscalls.startListening(listener, backlog: 0)
      // One of them fills the queue.
      for _ in 0..<3 {
        let descriptor = try Syscalls.openSocket(family: address.family, isBlocking: false)
        descriptors.append(descriptor)
        _ = try Syscalls.beginConnecting(descriptor, to: address)
      }
    }
  }

  deinit {
    for descriptor in descriptors { Syscalls.release(descriptor) }
  }

  /// One destination for each letter.
  static func list(_ kinds: String) throws -> [Destination] {
    try kinds.compactMap { Kind(rawValue: $0) }.map { (kind) in try Destination(kind) }
  }
}
