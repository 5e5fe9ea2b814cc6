/// Host names beyond ASCII, as A-labels (RFC 5891, RFC 3492; Python's `idna` codec).
///
/// Stricter than the codec: a label may only have letters, marks, digits and hyphens that Unicode's case folding and compatibility
/// mapping leave alone once it is in lower case, in composed form. Whatever mappings differ about ("ß", full-width letters and dots)
/// is refused, because two programs that map it differently reach two hosts.
package enum IDNA {
  /// The longest name and the longest label of the DNS, in octets of its text (RFC 1035 section 2.3.4).
  private static let longestName = 253
  private static let longestLabel = 63

  /// The name with each label in ASCII; names that are ASCII already stay as they are.
  package static func ascii(_ host: String) throws(HTTPException) -> String {
    if host.utf8.allSatisfy({ $0 < 0x80 }) { return host }
    // An A-label is no shorter than its scalars, and the encoding takes time by their square (CVE-2022-45061).
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
      throw refused(host, "a label that is not the same to all: \(PythonRepr.string(label))")
    }
    if scalars.allSatisfy(\.isASCII) { return String(String.UnicodeScalarView(scalars)) }
    guard let encoded = Punycode.encode(scalars) else { throw tooLong(host) }
    return "xn--" + encoded
  }

  private static func refused(_ host: String, _ reason: String) -> HTTPException {
    .invalidURL("host is no internationalized name: \(PythonRepr.string(host)) has \(reason)")
  }

  private static func tooLong(_ host: String) -> HTTPException {
    .invalidURL("host name too long: more than \(longestName) octets, beginning \(PythonRepr.string(String(host.prefix(32))))")
  }
}
