/// Encodes host names beyond ASCII as A-labels (RFC 5891, RFC 3492; Python's `idna` codec).
///
/// This is stricter than Python's codec. A label, in lower case and composed form, may have only letters, marks, digits and hyphens that
/// Unicode's case folding and compatibility mapping do not change. Characters that programs map differently ("ß", full-width letters and
/// dots) are refused, because two programs would then reach different hosts.
package enum IDNA {
  /// The longest name and the longest label in the DNS, in octets as text (RFC 1035 section 2.3.4).
  private static let longestName = 253
  private static let longestLabel = 63

  /// The name with each label in ASCII. A name in ASCII is returned unchanged.
  ///
  /// Throws `invalidURL` for a name that is too long or has a bad label.
  package static func ascii(_ host: String) throws(HTTPException) -> String {
    if host.utf8.allSatisfy({ $0 < 0x80 }) { return host }
    // An A-label is at least as long as its number of scalars, and the encoding takes quadratic time (CVE-2022-45061).
    guard host.unicodeScalars.prefix(longestName + 1).count <= longestName else { throw tooLong(host) }
    let parts = host.unicodeScalars.split(separator: ".", omittingEmptySubsequences: false)
    var labels: [String] = []
    for (index, part) in parts.enumerated() {
      // The empty label after the last dot is the root.
      if part.isEmpty, index < parts.count - 1 { throw refused(host, "an empty label") }
      labels.append(try ascii(label: String(part), of: host))
    }
    let name = labels.joined(separator: ".")
    guard name.utf8.count <= longestName else { throw tooLong(host) }
    return name
  }

  private static func ascii(label: String, of host: String) throws(HTTPException) -> String {
    let encoded = label.utf8.allSatisfy { $0 < 0x80 } ? label : try encode(label, of: host)
    guard encoded.utf8.count <= longestLabel else { throw refused(host, "a label above \(longestLabel) octets") }
    return encoded
  }

  private static func encode(_ label: String, of host: String) throws(HTTPException) -> String {
    guard let scalars = IDNALabel.lowercased(label), IDNALabel.isAllowed(scalars) else {
      throw refused(host, "a label that is not valid or not the same in all versions of IDNA: \(PythonRepr.string(label))")
    }
    if scalars.allSatisfy(\.isASCII) { return String(String.UnicodeScalarView(scalars)) }
    guard let encoded = Punycode.encode(scalars) else { throw tooLong(host) }
    return "xn--" + encoded
  }

  private static func refused(_ host: String, _ reason: String) -> HTTPException {
    .invalidURL("invalid internationalized host name: \(PythonRepr.string(host)) has \(reason)")
  }

  private static func tooLong(_ host: String) -> HTTPException {
    .invalidURL("host name too long: more than \(longestName) octets, starting with \(PythonRepr.string(String(host.prefix(32))))")
  }
}
