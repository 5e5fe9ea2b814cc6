import HTTPWireCore

/// A handshake with a proxy whose replies are written down.
struct SOCKSWalk {
  /// All that was sent, a message each.
  private(set) var sent: [[UInt8]] = []
  /// What is left of the proxy's bytes.
  private(set) var unread: ArraySlice<UInt8>
  private(set) var isDone = false

  /// Follows the handshake's steps until it is done or throws. Each read gets as many bytes as it asks for, but at most `piece`.
  init(_ handshake: SOCKSHandshake, _ replies: [UInt8], piece: Int = .max) throws(HTTPException) {
    var handshake = handshake
    unread = replies[...]
    while !isDone {
      switch handshake.step {
      case .send(let bytes):
        sent.append(bytes)
        handshake.sent()
      case .receive(let count):
        let bytes = Array(unread.prefix(min(count, piece)))
        unread = unread.dropFirst(bytes.count)
        try handshake.receive(bytes)
      case .done: isDone = true
      }
    }
  }
}

/// A handshake to 1.2.3.4, port 80, unless other things are given.
func socks(
  _ version: SOCKSVersion, _ destination: SOCKSDestination = .ipv4([1, 2, 3, 4]), port: Int = 80, user: String? = nil,
  password: String? = nil
) throws(HTTPException) -> SOCKSHandshake {
  try SOCKSHandshake(version, to: destination, port: port, user: user, password: password)
}

/// What a handshake with a proxy that sends these bytes throws; nil if it is done.
func socksFailure(
  _ version: SOCKSVersion, _ replies: [UInt8], user: String? = nil, password: String? = nil, piece: Int = .max
) -> SOCKSFailure.Kind? {
  do throws(HTTPException) {
    _ = try SOCKSWalk(socks(version, user: user, password: password), replies, piece: piece)
    return nil
  } catch {
    guard case .socks(let failure) = error, failure.version == version else { return .badReply(received: Array("\(error)".utf8)) }
    return failure.kind
  }
}
