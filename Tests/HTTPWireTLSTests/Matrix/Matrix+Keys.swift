#if TLS
import HTTPWire
import HTTPWireTesting

private let weakKey = MatrixOutcome.refused(.weakKey, 66)
private let weakAuthority = MatrixOutcome.refused(.weakKey, 67)
private let weakDigest = MatrixOutcome.refused(.weakSignature, 68)
private let badSignature = MatrixOutcome.refused(.badSignature, 7)

extension Matrix {
  static let keys: [MatrixCase] = [
    MatrixCase("RSA of 1024 bits", weakKey) { maker in try maker.leaf { $0.key = .rsa(1_024) } },
    MatrixCase("RSA of 2048 bits", .accepted) { maker in try maker.leaf { $0.key = .rsa(2_048) } },
    MatrixCase("RSA of 3072 bits", .accepted) { maker in try maker.leaf { $0.key = .rsa(3_072) } },
    MatrixCase("P-256", .accepted) { maker in try maker.leaf { $0.key = .curve("P-256") } },
    MatrixCase("P-384", .accepted) { maker in try maker.leaf { $0.key = .curve("P-384") } },
    MatrixCase("P-521", .accepted) { maker in try maker.leaf { $0.key = .curve("P-521") } },
    MatrixCase("Ed25519", .accepted) { maker in try maker.leaf { $0.key = .ed25519 } },
    MatrixCase("A root with Ed25519", .accepted) { _ in
      let root = try CertificateAuthority(
        root: MatrixMaker.authority {
          $0.key = .ed25519
          $0.digest = ""
        })
      return MatrixFiles(try root.issue(MatrixMaker.request { $0.digest = "" }), trust: root.certificate)
    },
    MatrixCase("An intermediate with RSA of 1024 bits", weakAuthority) { try $0.below({ $0.key = .rsa(1_024) }) },
    MatrixCase("A trusted root with RSA of 1024 bits", weakAuthority) { try $0.belowRoot({ $0.key = .rsa(1_024) }) },
    MatrixCase("Signed with SHA-512", .accepted) { maker in try maker.leaf { $0.digest = "SHA512" } },
    MatrixCase("Signed with SHA-1", weakDigest) { maker in try maker.leaf { $0.digest = "SHA1" } },
    MatrixCase("Signed with MD5", weakDigest) { _ in
      let root = try CertificateAuthority(root: MatrixMaker.authority { $0.key = .rsa(2_048) })
      return MatrixFiles(try root.issue(MatrixMaker.request { $0.digest = "MD5" }), trust: root.certificate)
    },
    MatrixCase("An intermediate signed with SHA-1", weakDigest) { try $0.below({ $0.digest = "SHA1" }) },
    MatrixCase("A trusted root signed with SHA-1", .accepted) { try $0.belowRoot({ $0.digest = "SHA1" }) },
    MatrixCase("A spoilt signature", badSignature) { maker in try maker.leaf { $0.hasBadSignature = true } },
    MatrixCase("An intermediate with a spoilt signature", badSignature) { try $0.below({ $0.hasBadSignature = true }) },
    MatrixCase("A trusted root with a spoilt signature", .accepted) { try $0.belowRoot({ $0.hasBadSignature = true }) },
  ]

  static let extensions: [MatrixCase] = [
    MatrixCase("An unknown extension", .accepted) { maker in
      try maker.leaf { $0.extensions = [.init("1.3.6.1.4.1.99999.1", "ASN1:UTF8String:x")] }
    },
    MatrixCase("An unknown extension that is critical", .refused(.other, 34)) { maker in
      try maker.leaf { $0.extensions = [.init("1.3.6.1.4.1.99999.1", "critical,ASN1:UTF8String:x")] }
    },
    MatrixCase("An intermediate with an unknown extension that is critical", .refused(.other, 34)) {
      try $0.below({ $0.extensions = [.init("1.3.6.1.4.1.99999.1", "critical,ASN1:UTF8String:x")] })
    },
    // OpenSSL takes a certificate whose extensions can't be read for nobody's issuer. CPython can't show one as its own.
    MatrixCase("An intermediate with an extension that stands twice", .refused(.unknownIssuer, 20)) {
      try $0.below({ $0.extensions = [.init("keyUsage", "critical,keyCertSign")] })
    },
    MatrixCase("An intermediate with an extension that is not in its form", .refused(.unknownIssuer, 20)) {
      try $0.below({ $0.extensions = [.init("subjectAltName", "DER:0500")] })
    },
    MatrixCase("A demand for a stapled status, without one", .accepted) { maker in
      try maker.leaf { $0.extensions = [.init("tlsfeature", "status_request")] }
    },
    MatrixCase("Without the identifiers of its keys", .accepted, strict: .refused(.other, 85)) { maker in
      try maker.leaf { $0.hasKeyIdentifiers = false }
    },
    MatrixCase("Version 1, without names", .refused(.hostnameMismatch, 62)) { maker in try maker.leaf { $0.version = 1 } },
    MatrixCase("The serial number 0", .accepted) { maker in try maker.leaf { $0.serialNumber = 0 } },
    MatrixCase("A negative serial number", .accepted) { maker in try maker.leaf { $0.serialNumber = -5 } },
  ]
}
#endif
