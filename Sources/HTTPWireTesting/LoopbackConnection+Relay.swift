public import HTTPWire
import HTTPWireSupport

extension LoopbackConnection {
  /// Passes bytes between the client and another stream until both have ended, as a proxy does after CONNECT (RFC 9110 section 9.3.6).
  /// When one side ends, the other side's stream is ended for sending, and that side may continue to send.
  ///
  /// Throws what either stream throws, and `closed` if the server is stopped. The caller must close the other stream.
  public func relay(to other: SocketStream) throws(HTTPException) {
    var directions: [(from: any ByteStream, to: any ByteStream)] = [(self, other), (other, self)]
    while !directions.isEmpty {
      if directions.first?.from !== self || pendingInput() == .nothing {
        let ready = try waitUntilReadable(directions.compactMap(\.from.fileDescriptor))
        if ready.isEmpty { throw .closed }
      }
      var open: [(from: any ByteStream, to: any ByteStream)] = []
      for direction in directions where try passOn(direction.from, direction.to) { open.append(direction) }
      directions = open
    }
  }

  /// Passes on the bytes that have come, without waiting. Returns false if the stream has ended.
  private func passOn(_ from: any ByteStream, _ to: any ByteStream) throws(HTTPException) -> Bool {
    if from.pendingInput() == .nothing { return true }
    let bytes = try [UInt8](capacity: 65_536) { (free) throws(HTTPException) in try from.read(into: &free, timeout: nil) }
    if bytes.isEmpty {
      if let descriptor = to.fileDescriptor { try? Syscalls.shutDownSending(descriptor) }
      return false
    }
    try to.write(bytes.span, timeout: nil)
    return true
  }
}
