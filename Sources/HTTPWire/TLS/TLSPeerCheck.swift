#if TLS
/// A check of your own on the peer's certificates, for example for pinning. It runs after OpenSSL's verification, and before any byte of a
/// request is sent.
///
/// It runs for every connection, including those that resume a session and receive no certificate. With verification off it is the only
/// check. It may be called by several threads at once.
public struct TLSPeerCheck: Sendable {
  let accepts: @Sendable ([TLSCertificate]) -> Bool

  /// Accepts the peers for which the closure returns true. It gets the verified chain, from the peer's own certificate to the root. With
  /// verification off, it gets the certificates that the peer sent.
  public init(_ accepts: @escaping @Sendable ([TLSCertificate]) -> Bool) { self.accepts = accepts }

  /// Accepts a peer whose public key has one of these SHA-256 digests. A digest has 32 bytes and covers the SubjectPublicKeyInfo (RFC 7469
  /// section 2.4), as for curl's `--pinnedpubkey`. With `anywhereInChain`, the key of any certificate in the chain is accepted.
  public static func publicKey(sha256 digests: Set<[UInt8]>, anywhereInChain: Bool = false) -> TLSPeerCheck {
    TLSPeerCheck { chain in
      chain.prefix(anywhereInChain ? chain.count : 1).contains { digests.contains($0.publicKeySHA256) }
    }
  }
}
#endif
