#if TLS
extension CertificateFailure {
  /// The failure as an exception, in CPython's words, with the facts known about the certificate.
  var exception: HTTPException {
    var known = ["depth \(depth)"]
    if let subject { known.append("subject \(PythonRepr.string(subject))") }
    if problem == .hostnameMismatch {
      known.append(names.isEmpty ? "it has no names" : "it is for " + names.map { PythonRepr.string($0) }.joined(separator: ", "))
    }
    return .tls(
      TLSFailure(
        .certificate(self), identifier: "SSL: CERTIFICATE_VERIFY_FAILED",
        message: "certificate verify failed: \(reason) (\(known.joined(separator: "; ")))"))
  }
}
#endif
