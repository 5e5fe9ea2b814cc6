#if TLS
import COpenSSL

/// Who a peer has to be: a name or an address, in the form that certificates have it.
struct TLSServerName {
  /// The name in small ASCII letters without a trailing dot, or the address without brackets and scope.
  let text: String
  /// The address's 4 or 16 bytes; nil for a name.
  let address: [UInt8]?

  /// Throws `invalidArgument` for what is neither, `invalidURL` for a name that has no form in ASCII.
  init(_ host: String) throws(HTTPException) {
    var host = host[...]
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    // A scope says which network of this machine an address is on; certificates have none (RFC 4007 section 11.2).
    let withoutScope = host.prefix { $0 != "%" }
    if let bytes = Self.addressBytes(String(withoutScope)), withoutScope.endIndex == host.endIndex || bytes.count == 16 {
      text = String(withoutScope)
      address = bytes
      return
    }
    if host.hasSuffix(".") { host = host.dropLast() }
    let name = try IDNA.ascii(String(host)).lowercased()
    // A leading dot would mean any name below it to OpenSSL.
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    guard name.utf8.count <= 253, labels.allSatisfy({ (1...63).contains($0.utf8.count) }),
      name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { throw .invalidArgument("\(PythonRepr.string(String(host))) is no server name that a certificate could have") }
    text = name
    address = nil
  }

  /// The bytes of a numeric address, nil for anything else.
  private static func addressBytes(_ text: String) -> [UInt8]? {
    if text.utf8.contains(0) { return nil }
    // Unsafe: the text is lent for the call; the string it returns is copied by its length and freed.
    guard let string = unsafe a2i_IPADDRESS(text) else {
      OpenSSLErrors.clear()
      return nil
    }
    defer { unsafe ASN1_OCTET_STRING_free(string) }
    return unsafe Array(UnsafeRawBufferPointer(start: ASN1_STRING_get0_data(string), count: Int(ASN1_STRING_length(string))))
  }
}
#endif
