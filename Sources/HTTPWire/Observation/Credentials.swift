/// Hides what gives access, in what observers write for others to read.
package enum Credentials {
  /// The text shown instead of a secret.
  package static let mask = "***"

  /// Whether a field of that name holds credentials: for a server or a proxy (RFC 9110 section 11), or as cookies (RFC 6265).
  package static func isField(_ name: String) -> Bool {
    ["authorization", "proxy-authorization", "cookie", "set-cookie"].contains(name.lowercased())
  }

  /// An error in words, without the lines of a head or of trailers in it: they may have credentials.
  package static func text(_ error: HTTPException) -> String {
    switch error {
    case .malformedHeader: "a header line is malformed"
    case .malformedChunk(.invalidTrailer, _, _): "a trailer line is malformed"
    default: error.description
    }
  }
}
