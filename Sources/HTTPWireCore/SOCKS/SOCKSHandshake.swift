/// The client's side of a SOCKS handshake (RFC 1928 and 1929, SOCKS4 and SOCKS4a). It uses no stream: ``step`` says what to do next.
///
/// No step reads past the proxy's replies, because the bytes behind the last one are the target's.
package struct SOCKSHandshake: Sendable {
  /// What to do next.
  package enum Step: Sendable, Hashable {
    /// Send all these bytes, then call ``SOCKSHandshake/sent()``.
    case send([UInt8])
    /// Read up to this number of bytes, and pass what came to ``SOCKSHandshake/receive(_:)``.
    case receive(atMost: Int)
    /// Nothing: the stream leads to the target now.
    case done
  }

  /// Which reply is waited for.
  private enum Stage {
    case method
    case authentication
    case connection
    case over
  }

  private let version: SOCKSVersion
  private let messages: SOCKSMessages
  private var stage: Stage
  private var unsent: [UInt8]
  /// The reply that is waited for, as far as it has come.
  private var received: [UInt8] = []

  /// Makes a handshake. It checks everything, so that only the proxy can make it fail later.
  ///
  /// Throws `invalidArgument` for what the version can't express: an IPv6 address or a password with SOCKS4, for example.
  package init(
    _ version: SOCKSVersion, to destination: SOCKSDestination, port: Int, user: String?, password: String?
  ) throws(HTTPException) {
    self.version = version
    messages = try SOCKSMessages(version, to: destination, port: port, user: user, password: password)
    stage = version.isFive ? .method : .connection
    unsent = version.isFive ? messages.greeting : messages.request
  }

  /// What to do next.
  package var step: Step {
    if !unsent.isEmpty { return .send(unsent) }
    return stage == .over ? .done : .receive(atMost: replyLength - received.count)
  }

  /// Notes that the bytes of the last step were sent.
  package mutating func sent() { unsent = [] }

  /// Takes bytes that the proxy has sent, at most as many as the last step says. No bytes are the end of the stream.
  ///
  /// Throws `socks`.
  package mutating func receive(_ bytes: [UInt8]) throws(HTTPException) {
    guard !bytes.isEmpty else { throw failure(.incompleteReply(received: received)) }
    received += bytes
    try check()
    if received.count < replyLength { return }
    switch stage {
    case .method where received[1] == SOCKSMessages.password: goOn(to: .authentication, messages.authentication)
    case .method, .authentication: goOn(to: .connection, messages.request)
    case .connection, .over: goOn(to: .over, [])
    }
  }

  private mutating func goOn(to stage: Stage, _ message: [UInt8]) {
    self.stage = stage
    unsent = message
    received = []
  }

  /// The length of the reply that is waited for, as far as it is known.
  private var replyLength: Int {
    switch stage {
    case .over: return 0
    case .method, .authentication: return 2
    case .connection where !version.isFive: return 8
    case .connection: break
    }
    // Four bytes, an address of the type that the fourth names, and a port.
    guard received.count >= 4 else { return 4 }
    switch received[3] {
    case SOCKSMessages.ipv4: return 4 + 4 + 2
    case SOCKSMessages.ipv6: return 4 + 16 + 2
    default: return received.count < 5 ? 5 : 4 + 1 + Int(received[4]) + 2
    }
  }

  /// Throws as soon as the part of the reply that has come is a refusal or wrong: a proxy may send no more of it.
  private func check() throws(HTTPException) {
    let replyVersion: UInt8 =
      switch stage {
      case .authentication: 1
      case .method, .connection, .over: version.isFive ? 5 : 0
      }
    guard received[0] == replyVersion else { throw failure(.badReply(received: received)) }
    guard received.count > 1 else { return }
    switch stage {
    case .method:
      if received[1] == 0xFF { throw failure(.noAcceptableMethod(offered: messages.methods)) }
      guard messages.methods.contains(received[1]) else { throw failure(.badReply(received: received)) }
    case .authentication:
      guard received[1] == 0 else { throw failure(.authenticationRefused) }
    case .connection, .over:
      guard received[1] == (version.isFive ? 0 : 90) else { throw failure(.refused(code: received[1])) }
      guard version.isFive, received.count > 3 else { return }
      // The third byte is reserved. Its value has no meaning, and nobody looks at it.
      let types = [SOCKSMessages.ipv4, SOCKSMessages.name, SOCKSMessages.ipv6]
      guard types.contains(received[3]) else { throw failure(.badReply(received: received)) }
    }
  }

  private func failure(_ kind: SOCKSFailure.Kind) -> HTTPException { .socks(SOCKSFailure(kind, version: version)) }
}
