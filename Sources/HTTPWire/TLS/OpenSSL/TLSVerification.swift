#if TLS
import COpenSSL

/// The verification of a peer's certificates, which OpenSSL calls during a handshake.
package enum TLSVerification {
  /// Verifies the chain and runs the context's peer check. If it is refused, stores the reason in the connection's conduit.
  package static func verify(_ store: OpaquePointer?) -> Int32 {
    // Unsafe: the store's context and the connection in it are valid during this call.
    guard let store = unsafe store, let ssl = unsafe X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()),
      let conduit = unsafe TLSConduit.of(OpaquePointer(ssl))
    else { return 0 }
    let isGood = unsafe X509_verify_cert(store) == 1
    if conduit.requiresVerification, !isGood {
      unsafe conduit.certificateFailure = failure(of: store, expected: conduit.expectedName)
      return 0
    }
    if let known = conduit.knownPeer, let shown = unsafe X509_STORE_CTX_get0_cert(store), unsafe X509_cmp(known.pointer, shown) != 0 {
      conduit.certificateFailure = otherPeer
      unsafe X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION)
      return 0
    }
    guard let check = conduit.peerCheck else { return 1 }
    let chain = unsafe conduit.requiresVerification ? X509_STORE_CTX_get0_chain(store) : X509_STORE_CTX_get0_untrusted(store)
    if check.accepts(unsafe TLSCertificate.chain(chain)) { return 1 }
    conduit.certificateFailure = refused
    unsafe X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION)
    return 0
  }

  /// The failure when the context's peer check refuses the peer.
  static let refused = CertificateFailure(
    .refusedByCheck, code: X509_V_ERR_APPLICATION_VERIFICATION, reason: "the context's own check refused the certificate", depth: 0)

  /// The failure when a server is another one after a further handshake.
  private static let otherPeer = CertificateFailure(
    .other, code: X509_V_ERR_APPLICATION_VERIFICATION, reason: "the server has shown another certificate than in the first handshake",
    depth: 0)

  private static func failure(of store: OpaquePointer, expected: TLSServerName?) -> CertificateFailure {
    // Unsafe: the certificates are valid during this call, and are copied.
    let code = unsafe X509_STORE_CTX_get_error(store)
    let current = unsafe X509_STORE_CTX_get_current_cert(store).map { unsafe TLSCertificate($0) }
    let leaf = unsafe X509_STORE_CTX_get0_cert(store).map { unsafe TLSCertificate($0) }
    let isMismatch = code == X509_V_ERR_HOSTNAME_MISMATCH || code == X509_V_ERR_IP_ADDRESS_MISMATCH
    return CertificateFailure(
      problem(code), code: code, reason: reason(code, expected), depth: Int(unsafe X509_STORE_CTX_get_error_depth(store)),
      subject: (current ?? leaf)?.subject, names: isMismatch ? leaf.map { $0.dnsNames + $0.ipAddresses } ?? [] : [])
  }

  /// The reason as text: CPython's for a name that does not match, OpenSSL's otherwise.
  static func reason(_ code: Int32, _ expected: TLSServerName?) -> String {
    let name = PythonRepr.string(expected?.text ?? "")
    switch code {
    case X509_V_ERR_HOSTNAME_MISMATCH: return "Hostname mismatch, certificate is not valid for \(name)."
    case X509_V_ERR_IP_ADDRESS_MISMATCH: return "IP address mismatch, certificate is not valid for \(name)."
    default:
      // Unsafe: the text is a constant in OpenSSL.
      return unsafe String(cString: X509_verify_cert_error_string(Int(code)))
    }
  }

  private static func problem(_ code: Int32) -> CertificateFailure.Problem {
    switch code {
    case X509_V_ERR_CERT_HAS_EXPIRED: .expired
    case X509_V_ERR_CERT_NOT_YET_VALID: .notYetValid
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN: .selfSigned
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
      X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_CERT_UNTRUSTED:
      .unknownIssuer
    case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH: .hostnameMismatch
    case X509_V_ERR_CERT_REVOKED: .revoked
    case X509_V_ERR_UNABLE_TO_GET_CRL, X509_V_ERR_CRL_HAS_EXPIRED, X509_V_ERR_CRL_NOT_YET_VALID, X509_V_ERR_CRL_SIGNATURE_FAILURE,
      X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER:
      .noRevocationList
    case X509_V_ERR_EE_KEY_TOO_SMALL, X509_V_ERR_CA_KEY_TOO_SMALL: .weakKey
    case X509_V_ERR_CA_MD_TOO_WEAK: .weakSignature
    case X509_V_ERR_CERT_SIGNATURE_FAILURE, X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE: .badSignature
    case X509_V_ERR_INVALID_PURPOSE, X509_V_ERR_INVALID_CA, X509_V_ERR_KEYUSAGE_NO_CERTSIGN, X509_V_ERR_PATH_LENGTH_EXCEEDED: .wrongPurpose
    default: .other
    }
  }
}
#endif
