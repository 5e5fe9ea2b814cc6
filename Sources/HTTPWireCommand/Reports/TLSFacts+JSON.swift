#if TLS
import HTTPWire

extension TLSFacts {
  /// The results of the handshake as JSON.
  var json: JSONValue {
    var members: [(name: String, value: JSONValue)] = [
      ("version", version.map { .text($0.description) } ?? .null), ("cipher", .text(cipher)), ("bits", .integer(cipherBits)),
      ("alpn", alpn.map { .text($0) } ?? .null), ("resumed", .boolean(isResumed)),
    ]
    if let certificate = peerCertificates.first {
      members += [
        ("subject", .text(certificate.subject)), ("issuer", .text(certificate.issuer)),
        ("notBefore", .text(UTCTime.text(certificate.notBefore))), ("notAfter", .text(UTCTime.text(certificate.notAfter))),
        ("names", .array((certificate.dnsNames + certificate.ipAddresses).map { .text($0) })),
      ]
    }
    return .object(members)
  }
}
#endif
