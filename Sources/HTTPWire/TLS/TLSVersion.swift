#if TLS
/// A version of the protocol (Python's `ssl.TLSVersion`).
public enum TLSVersion: UInt16, Sendable, Hashable, Comparable, CaseIterable, CustomStringConvertible {
  /// TLS 1.0, deprecated by RFC 8996. OpenSSL allows it only below security level 1.
  case tls10 = 0x0301
  /// TLS 1.1, deprecated by RFC 8996. OpenSSL allows it only below security level 1.
  case tls11 = 0x0302
  /// TLS 1.2 (RFC 5246).
  case tls12 = 0x0303
  /// TLS 1.3 (RFC 8446).
  case tls13 = 0x0304

  /// Whether one version is older than another.
  public static func < (left: TLSVersion, right: TLSVersion) -> Bool { left.rawValue < right.rawValue }

  /// The version as OpenSSL and Python print it: `TLSv1.3`.
  public var description: String {
    switch self {
    case .tls10: "TLSv1"
    case .tls11: "TLSv1.1"
    case .tls12: "TLSv1.2"
    case .tls13: "TLSv1.3"
    }
  }
}
#endif
