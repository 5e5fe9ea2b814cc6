public import HTTPWire
import HTTPWireSupport

extension LoopbackConnection {
  /// Passes bytes between the client and another stream until both have ended, as a proxy does after CONNECT (RFC 9110 section 9.3.6).
  /// When one side ends, the other side's stream is ended for sending, and that side may continue to send. Bytes that a side does not
  /// accept yet are kept, however many they are.
  ///
  /// A side that accepts nothing more is still listened to.
  ///
  /// Throws what reading either stream throws, and `closed` if the server is stopped. The caller must close the other stream.
  public func relay(to other: SocketStream) throws(HTTPException) {
    var directions = [RelayDirection(from: self, to: other), RelayDirection(from: other, to: self)]
    while !directions.isEmpty {
      if directions.allSatisfy(\.waiting.isEmpty), directions.first?.from !== self || pendingInput() == .nothing {
        let ready = try waitUntilReadable(directions.compactMap(\.from.fileDescriptor))
        if ready.isEmpty { throw .closed }
      }
      for index in directions.indices where try !directions[index].passOn() {
        if try !sleep(.milliseconds(1)) { throw .closed }
      }
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

  /// How long a side may accept nothing before the relay looks whether it is to end.
  private static let patience = Duration.milliseconds(50)

  /// Reads what has come, and passes on what is accepted. Waits only while bytes are waiting, and until the other side has something to
  /// read. Returns false if nothing was accepted.
  mutating func passOn() throws(HTTPException) -> Bool {
    if !hasEnded, from.pendingInput() != .nothing {
      let bytes = try [UInt8](capacity: 65_536) { (free) throws(HTTPException) in try from.read(into: &free, timeout: nil) }
      hasEnded = bytes.isEmpty
      waiting += bytes
    }
    do {
      if !waiting.isEmpty {
        let count = try to.writeSome(waiting.span, timeout: Self.patience)
        waiting = waiting.dropFirst(count)
        // A side that has ended can always be read.
        if count == 0 { return false }
      }
    } catch {
      if case .timedOut = error { return false }
      // What this side has sent before can still be passed on.
      waiting = []
      hasEnded = true
    }
    if hasEnded, waiting.isEmpty {
      if let descriptor = to.fileDescriptor { try? Syscalls.shutDownSending(descriptor) }
      isDone = true
    }
    return true
  }
}
