#if TLS
/// A check of one's own on the peer's certificates, for pinning. It comes after OpenSSL's verification, and before any byte of a request.
///
/// It is asked at every connection, at those too that resume a session and see no certificate anew. With verification off it is the
/// only check there is. It may be called by several threads at once.
public struct TLSPeerCheck: Sendable {
  let accepts: @Sendable ([TLSCertificate]) -> Bool

  /// Accepts the peers for which the closure returns true. It gets the chain: first the peer's own certificate, then what leads to
  /// the root; with verification off, what the peer has sent.
  public init(_ accepts: @escaping @Sendable ([TLSCertificate]) -> Bool) { self.accepts = accepts }

  /// Accepts a peer whose public key has one of these SHA-256 digests (of the SubjectPublicKeyInfo, RFC 7469 section 2.4, as curl's
  /// `--pinnedpubkey`). With `anywhereInChain`, the key of one of its issuers will do.
  public static func publicKey(sha256 digests: Set<[UInt8]>, anywhereInChain: Bool = false) -> TLSPeerCheck {
    TLSPeerCheck { chain in
      chain.prefix(anywhereInChain ? chain.count : 1).contains { digests.contains($0.publicKeySHA256) }
    }
  }
}
#endif
