#if TLS
import COpenSSL

extension TLSServerName {
  /// The bytes of a numeric address; nil for any other text.
  static func addressBytes(_ text: String) -> [UInt8]? {
    guard text.utf8.contains(0x3A) else { return IPAddressSyntax.ipv4Bytes(text) }
    // OpenSSL reads numbers as `scanf` does. So it only gets spellings that every resolver reads in the same way.
    guard IPAddressSyntax.isIPv6(text) else { return nil }
    // Unsafe: the text is valid during the call. The string that it returns is copied within its length, and freed.
    guard let string = unsafe a2i_IPADDRESS(text) else {
      OpenSSLErrors.clear()
      return nil
    }
    defer { unsafe ASN1_OCTET_STRING_free(string) }
    return unsafe Array(UnsafeRawBufferPointer(start: ASN1_STRING_get0_data(string), count: Int(ASN1_STRING_length(string))))
  }
}
#endif
