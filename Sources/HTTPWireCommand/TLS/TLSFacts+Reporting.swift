#if TLS
import HTTPWire

extension TLSFacts {
  /// Version, cipher and protocol in one line.
  var summary: String {
    let version = version.map(\.description) ?? "an unknown version"
    return "\(version), \(cipher) (\(cipherBits) bits), ALPN \(alpn ?? "none"), \(isResumed ? "session resumed" : "new session")"
  }

  /// The results of the handshake and the peer's certificate, in lines.
  func lines(_ peer: String, _ isVerified: Bool) -> [String] {
    var lines = ["TLS with \(peer): \(summary)"]
    guard let certificate = peerCertificates.first else { return lines + ["No certificate"] }
    let names = certificate.dnsNames + certificate.ipAddresses
    lines.append("Certificate subject: \(certificate.subject)")
    lines.append("Certificate issuer: \(certificate.issuer)")
    lines.append("Certificate valid from \(UTCTime.text(certificate.notBefore)) to \(UTCTime.text(certificate.notAfter))")
    lines.append("Certificate names: \(names.isEmpty ? "none" : names.joined(separator: ", "))")
    lines.append(
      isVerified ? "Certificate verified: \(verifyResult)" : "Certificate NOT verified, as asked; OpenSSL finds: \(verifyResult)")
    return lines
  }
}
#endif
