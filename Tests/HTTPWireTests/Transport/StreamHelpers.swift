import HTTPWire
import HTTPWireTesting

extension ByteStream {
  /// One read of at most so many bytes.
  func readOnce(_ capacity: Int = 65_536, timeout: Duration? = .seconds(10)) throws(HTTPException) -> [UInt8] {
    try [UInt8](capacity: capacity) { (free) throws(HTTPException) in try read(into: &free, timeout: timeout) }
  }

  /// Everything up to the end of the stream.
  func readToEnd() throws(HTTPException) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let piece = try readOnce()
      if piece.isEmpty { return bytes }
      bytes += piece
    }
  }

  /// Exactly so many bytes, or fewer where the stream ends.
  func read(exactly count: Int) throws(HTTPException) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let piece = try readOnce(count - bytes.count)
      if piece.isEmpty { return bytes }
      bytes += piece
    }
    return bytes
  }

  func write(_ bytes: [UInt8], timeout: Duration? = .seconds(10)) throws(HTTPException) {
    try write(bytes.span, timeout: timeout)
  }

  func write(_ text: String) throws(HTTPException) { try write(Array(text.utf8)) }
}

extension LoopbackServer {
  /// A client's connection to the server.
  func connect(timeout: Duration? = .seconds(10)) throws(HTTPException) -> SocketStream {
    try TCPDialer().connect(to: ConnectionTarget(host: host, port: port, timeout: timeout))
  }
}

/// A port of 127.0.0.1 that refuses connections for as long as this object lives, because it is taken but not listened at.
final class RefusingPort {
  let number: Int
  private let descriptor: Int32

  init() throws(HTTPException) {
    let address = try Resolver.addresses(of: "127.0.0.1", port: 0)[0]
    descriptor = try Syscalls.openSocket(family: address.family)
    try Syscalls.bindSocket(descriptor, to: address)
    number = try Syscalls.localAddress(descriptor).port ?? 0
  }

  deinit { Syscalls.release(descriptor) }
}

/// A port of 127.0.0.1 that was free a moment ago.
func unusedPort() throws(HTTPException) -> Int { try RefusingPort().number }

/// Whether this machine has ::1.
let hasIPv6 = (try? LoopbackServer(.ipv6) { _ in }) != nil
