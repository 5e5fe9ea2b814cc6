/// A SOCKS proxy that did not connect to the target.
public struct SOCKSFailure: Sendable, Hashable {
  /// The kinds of failure. Each needs another remedy.
  public enum Kind: Sendable, Hashable {
    /// The proxy did not connect to the target. The code is its reply (RFC 1928 section 6; 91 to 93 for SOCKS4).
    case refused(code: UInt8)
    /// The proxy accepts none of the ways to authenticate that it was offered. The values are their numbers (RFC 1928 section 3): 0 is
    /// none, 2 is user and password.
    case noAcceptableMethod(offered: [UInt8])
    /// The proxy did not accept the user and password (RFC 1929).
    case authenticationRefused
    /// The proxy's reply breaks the protocol. The bytes are that reply, as far as it was read.
    case badReply(received: [UInt8])
    /// The proxy closed the connection in place of a reply, or within one. The bytes are those that came of it.
    case incompleteReply(received: [UInt8])
  }

  /// The kind of failure.
  public let kind: Kind
  /// The version that was spoken to the proxy.
  public let version: SOCKSVersion
  /// The proxy as `host:port`.
  public package(set) var proxy: String?

  /// Creates a failure. The handshake does this; tests may, too.
  public init(_ kind: Kind, version: SOCKSVersion) {
    self.kind = kind
    self.version = version
  }
}

extension SOCKSFailure: CustomStringConvertible {
  /// What the proxy did, what can be done about it, and which proxy it was.
  public var description: String { "the SOCKS proxy " + text + HTTPException.note(proxy) }

  private var text: String {
    switch kind {
    case .refused(let code): "did not connect: \(Self.words(code)) (code \(code))"
    case .noAcceptableMethod(let offered):
      offered.contains(2)
        ? "accepts neither a user and password nor a client without them"
        : "wants the client to authenticate; give the dialer a user and a password"
    case .authenticationRefused: "did not accept the user and password"
    case .badReply(let received): "sent \(PythonRepr.bytes(received)), which is no reply of \(protocolName)" + hint(received.first)
    case .incompleteReply(let received): "closed the connection after \(received.count) bytes of a reply; does it speak \(protocolName)?"
    }
  }

  private var protocolName: String { version.isFive ? "SOCKS5" : "SOCKS4" }

  /// What the proxy seems to be, by the first byte of a bad reply.
  private func hint(_ first: UInt8?) -> String {
    switch first {
    case UInt8(ascii: "H"): "; it may be an HTTP proxy: use a tunnel"
    case 0 where version.isFive: "; it may speak SOCKS4 only"
    case 5 where !version.isFive: "; it may speak SOCKS5 only"
    default: ""
    }
  }

  /// A reply code in words: RFC 1928 section 6, and those of SOCKS4.
  private static func words(_ code: UInt8) -> String {
    switch code {
    case 1: "general failure of the proxy"
    case 2: "its rules do not allow the connection"
    case 3: "network unreachable"
    case 4: "host unreachable"
    case 5: "connection refused by the target"
    case 6: "TTL expired"
    case 7: "it does not know the command CONNECT"
    case 8: "it does not know this type of address"
    case 91: "request rejected or failed"
    case 92: "it can't reach the identd of this machine"
    case 93: "the identd of this machine names another user"
    default: "for an unknown reason"
    }
  }
}
