import HTTPWire
import HTTPWireCore

/// A challenge of the Digest scheme that can be answered (RFC 7616 section 3.3).
struct DigestChallenge: Sendable, Equatable {
  enum Algorithm: Int, Sendable {
    case md5, sha256

    /// The hash of the bytes in hexadecimal. Throws `invalidArgument` in a build without TLS, whose OpenSSL has the hash functions.
    func hex(_ bytes: [UInt8]) throws(HTTPException) -> String {
      #if TLS
      let hash = try (self == .md5 ? OpenSSLDigest.md5 : .sha256).hash(bytes)
      let digits = Array("0123456789abcdef".utf8)
      return String(decoding: hash.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
      #else
      throw .invalidArgument("Digest needs hash functions, and this build has none: build with the trait TLS")
      #endif
    }
  }

  let realm: String
  let nonce: String
  let opaque: String?
  let algorithm: Algorithm
  /// The algorithm in the server's spelling; nil if it named none, which means MD5.
  let algorithmName: String?
  /// Whether the hash of the password is hashed again with the nonces.
  let isSession: Bool
  /// Whether the server knows `qop=auth`. Before RFC 2617, none did.
  let hasQuality: Bool
  /// Whether the nonce was too old, and the credentials are right.
  let isStale: Bool
  /// Whether the user's name is hashed, too.
  let hashesUser: Bool
  /// Whether the user's name may be in UTF-8.
  let isUTF8: Bool

  /// Nil for another scheme, and for an algorithm or a quality of protection that is not known here.
  init?(_ challenge: Challenge) {
    let given = challenge.parameters
    guard challenge.scheme == "digest", let realm = given["realm"], let nonce = given["nonce"] else { return nil }
    switch given["algorithm"]?.lowercased() ?? "md5" {
    case "md5": (algorithm, isSession) = (.md5, false)
    case "md5-sess": (algorithm, isSession) = (.md5, true)
    case "sha-256": (algorithm, isSession) = (.sha256, false)
    case "sha-256-sess": (algorithm, isSession) = (.sha256, true)
    default: return nil
    }
    if let qualities = given["qop"] {
      guard
        qualities.lowercased().utf8.split(whereSeparator: { $0 == ASCII.comma || ASCII.isWhitespace($0) }).contains(where: {
          $0.elementsEqual("auth".utf8)
        })
      else { return nil }
      hasQuality = true
    } else {
      hasQuality = false
    }
    self.realm = realm
    self.nonce = nonce
    opaque = given["opaque"]
    algorithmName = given["algorithm"]
    isStale = given["stale"]?.lowercased() == "true"
    hashesUser = given["userhash"]?.lowercased() == "true"
    isUTF8 = given["charset"]?.lowercased() == "utf-8"
  }

  /// The challenge with the strongest algorithm; of several, the first.
  static func strongest(of name: String, in fields: HTTPMessage) -> DigestChallenge? {
    let known = fields.challenges(of: name).compactMap { DigestChallenge($0) }
    return known.first { $0.algorithm == .sha256 } ?? known.first
  }
}
