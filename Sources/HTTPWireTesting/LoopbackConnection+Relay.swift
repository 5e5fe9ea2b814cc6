public import HTTPWire
import HTTPWireSupport

extension LoopbackConnection {
  /// Passes bytes between the client and another stream until both have ended, as a proxy does after CONNECT (RFC 9110 section 9.3.6).
  /// When one side ends, the other side's stream is ended for sending, and that side may continue to send. Bytes that a side does not
  /// accept yet are kept, however many they are.
  ///
  /// Throws what either stream throws, and `closed` if the server is stopped. The caller must close the other stream.
  public func relay(to other: SocketStream) throws(HTTPException) {
    var directions = [RelayDirection(from: self, to: other), RelayDirection(from: other, to: self)]
    while !directions.isEmpty {
      if directions.allSatisfy(\.waiting.isEmpty), directions.first?.from !== self || pendingInput() == .nothing {
        let ready = try waitUntilReadable(directions.compactMap(\.from.fileDescriptor))
        if ready.isEmpty { throw .closed }
      }
      for index in directions.indices { try directions[index].passOn() }
      directions.removeAll(where: \.isDone)
    }
  }
}

/// One direction of a relay.
private struct RelayDirection {
  let from: any ByteStream
  let to: any ByteStream
  /// The bytes that were read and not accepted yet.
  var waiting: ArraySlice<UInt8> = []
  private var hasEnded = false
  private(set) var isDone = false

  init(from: any ByteStream, to: any ByteStream) {
    self.from = from
    self.to = to
  }

  /// Reads what has come, and passes on what is accepted. Waits only while bytes are waiting, and until the other side has something to
  /// read.
  mutating func passOn() throws(HTTPException) {
    if !hasEnded, from.pendingInput() != .nothing {
      let bytes = try [UInt8](capacity: 65_536) { (free) throws(HTTPException) in try from.read(into: &free, timeout: nil) }
      hasEnded = bytes.isEmpty
      waiting += bytes
    }
    if !waiting.isEmpty { waiting = waiting.dropFirst(try to.writeSome(waiting.span, timeout: nil)) }
    if hasEnded, waiting.isEmpty {
      if let descriptor = to.fileDescriptor { try? Syscalls.shutDownSending(descriptor) }
      isDone = true
    }
  }
}
