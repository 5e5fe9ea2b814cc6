import HTTPWire
import HTTPWireCore

/// Answers the challenges of the Digest scheme (RFC 7616), so that a server sees that the client knows the password, and not the password.
///
/// ```swift
/// var digest = try DigestAuthentication(user: "ada", password: "secret")
/// let connection = try HTTPConnection("example.org")
/// try connection.request("GET", "/")
/// var response = try connection.getResponse()
/// if response.status == 401, digest.accept(response.headers),
///   let value = try digest.authorization(method: "GET", target: "/")
/// {
///   _ = try response.read()
///   try connection.request("GET", "/", headers: ["Authorization": value])
///   response = try connection.getResponse()
/// }
/// ```
///
/// SHA-256 and MD5 are known, each also with `-sess`. A server that offers both is answered with SHA-256. The quality of protection is
/// `auth`, or none for servers older than RFC 2617; `auth-int` is not known. The hashes are OpenSSL's, so a build without the trait `TLS`
/// has none, and says so. Keep the value as long as requests go to the server: it counts them for each nonce, as servers demand.
///
/// No description shows the password.
public struct DigestAuthentication: Sendable {
  private let user: String
  private let password: String
  private let makeNonce: @Sendable () -> String
  private let challengeName: String
  private var challenge: DigestChallenge?
  /// The client's nonce. It stays as long as the server's does, because with `-sess` some servers compute the key once, and others each
  /// time.
  private var clientNonce = ""
  /// How many requests had the server's nonce.
  private var count: UInt32 = 0

  /// Prepares for a server's challenges, or with `forProxy` for a proxy's (`Proxy-Authenticate`). `clientNonce` makes the text with which
  /// the client makes each hash its own; by default it is random.
  ///
  /// Throws `invalidArgument` for a colon in the user's name, and for control characters.
  public init(
    user: String, password: String, forProxy: Bool = false, clientNonce: (@Sendable () -> String)? = nil
  ) throws(HTTPException) {
    _ = try ProxyCredentials.basic(user: user, password: password)
    self.user = user
    self.password = password
    challengeName = forProxy ? "Proxy-Authenticate" : "WWW-Authenticate"
    makeNonce = clientNonce ?? { Base64.encode((0..<18).map { _ in UInt8.random(in: .min ... .max) }) }
  }

  /// Takes the challenge of a 401 or 407. Returns whether repeating the request with ``authorization(method:target:)`` can help.
  ///
  /// It can't if there is no challenge that is known here, or if an answer for the same realm was refused and the nonce was not merely too
  /// old (`stale`). Repeat a request once: a server may call every nonce too old.
  public mutating func accept(_ fields: HTTPMessage) -> Bool {
    let (old, answers) = (challenge, count)
    guard let new = take(fields) else { return false }
    return answers == 0 || old?.realm != new.realm || new.isStale
  }

  /// Takes the strongest challenge that is known here, and returns it.
  mutating func take(_ fields: HTTPMessage) -> DigestChallenge? {
    guard let new = DigestChallenge.strongest(of: challengeName, in: fields) else { return nil }
    // What was answered already goes on counting.
    if new.nonce == challenge?.nonce, !new.isStale { return new }
    challenge = new
    clientNonce = makeNonce()
    count = 0
    return new
  }

  /// The nonce of the last challenge.
  var nonce: String? { challenge?.nonce }

  /// The value of `Authorization` (or `Proxy-Authorization`) for a request, with the target as it is in the request line. Nil before a
  /// challenge was taken.
  ///
  /// Throws `invalidArgument` without the trait `TLS`, and `tls(.configuration)` if OpenSSL has no such hash.
  public mutating func authorization(method: String, target: String) throws(HTTPException) -> String? {
    guard let challenge else { return nil }
    // After four billion requests, the server has to make another nonce.
    if count == .max { self.challenge = nil }
    count = count == .max ? 0 : count + 1
    if self.challenge == nil { return nil }
    let digits = String(count, radix: 16)
    let number = String(repeating: "0", count: max(0, 8 - digits.utf8.count)) + digits
    let response = try response(challenge, method: method, target: target, number: number)

    var parts = [try userPart(challenge), "realm=" + Self.quoted(challenge.realm), "uri=" + Self.quoted(target)]
    if let name = challenge.algorithmName { parts.append("algorithm=" + name) }
    parts += ["nonce=" + Self.quoted(challenge.nonce)]
    if challenge.hasQuality { parts += ["nc=" + number] }
    if challenge.hasQuality || challenge.isSession { parts += ["cnonce=" + Self.quoted(clientNonce)] }
    if challenge.hasQuality { parts += ["qop=auth"] }
    parts += ["response=\"\(response)\""]
    if let opaque = challenge.opaque { parts.append("opaque=" + Self.quoted(opaque)) }
    if challenge.hashesUser { parts.append("userhash=true") }
    return "Digest " + parts.joined(separator: ", ")
  }

  /// The hash that shows that the password is known (RFC 7616 section 3.4.1).
  private func response(
    _ challenge: DigestChallenge, method: String, target: String, number: String
  ) throws(HTTPException) -> String {
    let hash = challenge.algorithm
    var key = try hash.hex(Array(user.utf8) + Self.bytes(":" + challenge.realm + ":") + Array(password.utf8))
    if challenge.isSession { key = try hash.hex(Self.bytes(key + ":" + challenge.nonce + ":" + clientNonce)) }
    let request = try hash.hex(Self.bytes(method + ":" + target))
    let middle = challenge.hasQuality ? ":\(number):\(clientNonce):auth:" : ":"
    return try hash.hex(Self.bytes(key + ":" + challenge.nonce + middle + request))
  }

  /// The user's name, hashed if the server wants that. Beyond ASCII it is percent-encoded if the server knows UTF-8 (RFC 7616 section
  /// 3.4.4), and UTF-8 in quotation marks otherwise, as curl sends it.
  private func userPart(_ challenge: DigestChallenge) throws(HTTPException) -> String {
    let bytes = Array(user.utf8)
    if challenge.hashesUser {
      return "username=\"\(try challenge.algorithm.hex(bytes + Self.bytes(":" + challenge.realm)))\""
    }
    guard challenge.isUTF8, bytes.contains(where: { $0 >= 0x80 }) else { return "username=" + Self.quoted(Latin1.string(bytes)) }
    let encoded = bytes.map { byte in
      // attr-char of RFC 8187 section 3.2.1.
      if ASCII.isTokenCharacter(byte), !"*'%".utf8.contains(byte) { return String(Unicode.Scalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return digits.utf8.count == 1 ? "%0" + digits : "%" + digits
    }
    return "username*=UTF-8''" + encoded.joined()
  }

  /// The bytes of a text as it is sent: those of a challenge are Latin-1.
  private static func bytes(_ text: String) -> [UInt8] { Latin1.bytes(text) ?? Array(text.utf8) }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { quoted.unicodeScalars.append("\\") }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}

extension DigestAuthentication: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The scheme, with `***` for the credentials.
  public var description: String { "Digest ***" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// Shows what ``description`` shows, to `dump` and debuggers.
  public var customMirror: Mirror { Mirror(self, children: ["credentials": description]) }
}
