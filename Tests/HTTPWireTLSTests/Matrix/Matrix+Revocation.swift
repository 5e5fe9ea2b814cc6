#if TLS
import HTTPWire
import HTTPWireTesting

private let revoked = MatrixOutcome.refused(.revoked, 23)
private let noList = MatrixOutcome.refused(.noRevocationList, 3)
private let expiredList = MatrixOutcome.refused(.noRevocationList, 12)

extension Matrix {
  static let revocations: [MatrixCase] = [
    MatrixCase("Not in the list of its issuer", .accepted, ask: .looksUp(.leaf)) { try $0.listed() },
    MatrixCase("Revoked by its issuer", revoked, ask: .looksUp(.leaf)) { try $0.listed(revokesLeaf: true) },
    MatrixCase("Revoked by its issuer, with all of the chain looked up", revoked, ask: .looksUp(.chain)) {
      try $0.listed(revokesLeaf: true)
    },
    MatrixCase("Revoked by its issuer, with nothing looked up", .accepted) { try $0.listed(revokesLeaf: true) },
    MatrixCase("An intermediate revoked, with all of the chain looked up", revoked, ask: .looksUp(.chain)) {
      try $0.listed(revokesMiddle: true)
    },
    MatrixCase("An intermediate revoked, with the certificate itself looked up", .accepted, ask: .looksUp(.leaf)) {
      try $0.listed(revokesMiddle: true)
    },
    MatrixCase("Nothing revoked, with all of the chain looked up", .accepted, ask: .looksUp(.chain)) { try $0.listed() },
    MatrixCase("No list of the intermediate's", noList, ask: .looksUp(.leaf)) { try $0.listed(hasMiddleList: false) },
    MatrixCase("No list of the root's, with all of the chain looked up", noList, ask: .looksUp(.chain)) {
      try $0.listed(hasRootList: false)
    },
    MatrixCase("No list at all", noList, ask: .looksUp(.leaf)) { try $0.leaf() },
    MatrixCase("A list that expired", expiredList, ask: .looksUp(.leaf)) { try $0.listed(notAfter: .seconds(-60)) },
    MatrixCase("Revoked by a list that expired", expiredList, ask: .looksUp(.leaf)) {
      try $0.listed(revokesLeaf: true, notAfter: .seconds(-60))
    },
    MatrixCase("A list that somebody of the issuer's name has signed", .refused(.noRevocationList, 8), ask: .looksUp(.leaf)) {
      var files = try $0.leaf()
      files.lists = try CertificateAuthority(named: "Matrix Root").revocationList(revoking: [])
      return files
    },
    MatrixCase("A list of an issuer that may not sign lists", .refused(.other, 35), ask: .looksUp(.leaf)) { _ in
      let root = try CertificateAuthority(root: MatrixMaker.authority { $0.keyUsage = "critical,keyCertSign" })
      return MatrixFiles(
        try root.issue(MatrixMaker.request()), trust: root.certificate, lists: try root.revocationList(revoking: []))
    },
  ]

  static let questions: [MatrixCase] = [
    MatrixCase("Another name, with names not checked", .accepted, ask: .with { $0.checksHostname = false }) {
      try $0.leaf(names: ["other.test"])
    },
    MatrixCase("Expired, with names not checked", .refused(.expired, 10), ask: .with { $0.checksHostname = false }) { maker in
      try maker.leaf { $0.notAfter = .seconds(-60) }
    },
    MatrixCase("Its own issuer, with names not checked", .refused(.selfSigned, 18), ask: .with { $0.checksHostname = false }) {
      MatrixFiles(try CertificateAuthority.selfSigned(MatrixMaker.request()), trust: $0.root.certificate)
    },
    MatrixCase("Everything wrong, with nothing verified", .accepted, ask: .nothingVerified) { _ in
      let stranger = try CertificateAuthority(named: "Stranger")
      let request = MatrixMaker.request {
        $0.dnsNames = ["other.test"]
        $0.notAfter = .seconds(-60)
        $0.key = .rsa(1_024)
        $0.digest = "SHA1"
        $0.extendedKeyUsage = "clientAuth"
        $0.hasBadSignature = true
      }
      return MatrixFiles(try stranger.issue(request), trust: [])
    },
    MatrixCase(
      "Without the identifiers of its keys, where strictness is asked for", .refused(.other, 85),
      ask: .with { $0.requiresStrictCertificates = true }
    ) { maker in try maker.leaf { $0.hasKeyIdentifiers = false } },
    MatrixCase("Good, where strictness is asked for", .accepted, ask: .with { $0.requiresStrictCertificates = true }) {
      try $0.below()
    },
  ]
}

extension MatrixQuestion {
  fileprivate static let nothingVerified = with {
    $0.verifies = false
    $0.checksHostname = false
  }

  fileprivate static func looksUp(_ revocation: Revocation) -> MatrixQuestion { with { $0.revocation = revocation } }
}

extension MatrixMaker {
  /// A certificate below an intermediate, with the lists of the intermediate and the root.
  fileprivate func listed(
    revokesLeaf: Bool = false, revokesMiddle: Bool = false, hasMiddleList: Bool = true, hasRootList: Bool = true,
    notAfter: Duration = .seconds(86_400)
  ) throws -> MatrixFiles {
    let middle = try root.intermediate(Self.authority())
    let leaf = try middle.issue(Self.request())
    let middleList = try middle.revocationList(revoking: revokesLeaf ? [leaf] : [], notAfter: notAfter)
    let rootList = try root.revocationList(revoking: revokesMiddle ? [middle.own] : [])
    return MatrixFiles(leaf, trust: root.certificate, lists: (hasMiddleList ? middleList : []) + (hasRootList ? rootList : []))
  }
}
#endif
