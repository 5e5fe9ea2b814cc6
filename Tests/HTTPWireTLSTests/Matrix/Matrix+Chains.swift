#if TLS
import HTTPWire
import HTTPWireTesting

private let expired = MatrixOutcome.refused(.expired, 10)
private let notYet = MatrixOutcome.refused(.notYetValid, 9)
private let unknown = MatrixOutcome.refused(.unknownIssuer, 20)

extension Matrix {
  static let times: [MatrixCase] = [
    MatrixCase("Expired a minute ago", expired) { maker in try maker.leaf { $0.notAfter = .seconds(-60) } },
    MatrixCase("Valid from an hour from now", notYet) { maker in try maker.leaf { $0.notBefore = .seconds(3_600) } },
    MatrixCase("Ends before it begins, both to come", notYet) { maker in
      try maker.leaf {
        $0.notBefore = .seconds(7_200)
        $0.notAfter = .seconds(3_600)
      }
    },
    MatrixCase("Valid for a hundred years", .accepted) { maker in try maker.leaf { $0.notAfter = .seconds(3_155_760_000) } },
    MatrixCase("An intermediate that expired", expired) { try $0.below({ $0.notAfter = .seconds(-60) }) },
    MatrixCase("An intermediate that is not valid yet", notYet) { try $0.below({ $0.notBefore = .seconds(3_600) }) },
    MatrixCase("A trusted root that expired", expired) { try $0.belowRoot({ $0.notAfter = .seconds(-60) }) },
    MatrixCase("A trusted root that is not valid yet", notYet) { try $0.belowRoot({ $0.notBefore = .seconds(3_600) }) },
    MatrixCase("A trusted root that expired, and its renewal, trusted too", .accepted) { _ in
      let old = try CertificateAuthority(root: MatrixMaker.authority { $0.notAfter = .seconds(-60) })
      let new = try CertificateAuthority(root: MatrixMaker.authority(), keyOf: old.own)
      return MatrixFiles(try new.issue(MatrixMaker.request()), trust: old.certificate + new.certificate)
    },
  ]

  static let chains: [MatrixCase] = [
    MatrixCase("Its own issuer, unknown", .refused(.selfSigned, 18)) {
      MatrixFiles(try CertificateAuthority.selfSigned(MatrixMaker.request()), trust: $0.root.certificate)
    },
    MatrixCase("Its own issuer, trusted", .accepted) { _ in
      let own = try CertificateAuthority.selfSigned(MatrixMaker.request())
      return MatrixFiles(own, trust: own.certificate)
    },
    MatrixCase("Its own issuer, trusted, for another name", .refused(.hostnameMismatch, 62), ask: .host("other.test")) { _ in
      let own = try CertificateAuthority.selfSigned(MatrixMaker.request())
      return MatrixFiles(own, trust: own.certificate)
    },
    MatrixCase("Its own issuer, trusted, expired", expired) { _ in
      let own = try CertificateAuthority.selfSigned(MatrixMaker.request { $0.notAfter = .seconds(-60) })
      return MatrixFiles(own, trust: own.certificate)
    },
    MatrixCase("An issuer nobody knows", unknown) {
      MatrixFiles(try CertificateAuthority(named: "Stranger").issue(MatrixMaker.request()), trust: $0.root.certificate)
    },
    MatrixCase("An issuer nobody knows, which is sent too", .refused(.selfSigned, 19)) {
      let stranger = try CertificateAuthority(named: "Stranger")
      return MatrixFiles(try stranger.issue(MatrixMaker.request()).shown(with: stranger.certificate), trust: $0.root.certificate)
    },
    MatrixCase("An issuer named as the trusted root, with another key", unknown) {
      MatrixFiles(try CertificateAuthority(named: "Matrix Root").issue(MatrixMaker.request()), trust: $0.root.certificate)
    },
    MatrixCase(
      "An issuer named as the trusted root, with another key that is not told", .refused(.badSignature, 7), strict: .refused(.other, 85)
    ) {
      let impostor = try CertificateAuthority(named: "Matrix Root")
      return MatrixFiles(try impostor.issue(MatrixMaker.request { $0.hasKeyIdentifiers = false }), trust: $0.root.certificate)
    },
    MatrixCase("Nothing trusted", unknown) { maker in MatrixFiles(try maker.root.issue(MatrixMaker.request()), trust: []) },
    MatrixCase("An intermediate", .accepted) { try $0.below() },
    MatrixCase("An intermediate that is not sent", unknown) {
      let leaf = try $0.root.intermediate().issue(MatrixMaker.request())
      return MatrixFiles(leaf.shown(with: []), trust: $0.root.certificate)
    },
    MatrixCase("An intermediate that is not sent, but trusted beside its root", .accepted) {
      let middle = try $0.root.intermediate()
      return MatrixFiles(try middle.issue(MatrixMaker.request()).shown(with: []), trust: $0.root.certificate + middle.certificate)
    },
    MatrixCase("An intermediate trusted without its root", .refused(.unknownIssuer, 2), strict: .accepted) {
      let middle = try $0.root.intermediate()
      return MatrixFiles(try middle.issue(MatrixMaker.request()), trust: middle.certificate)
    },
    MatrixCase(
      "An intermediate trusted without its root, where that is enough", .accepted, ask: .with { $0.acceptsPartialChains = true }
    ) {
      let middle = try $0.root.intermediate()
      return MatrixFiles(try middle.issue(MatrixMaker.request()), trust: middle.certificate)
    },
    MatrixCase("The certificate itself trusted without its root", unknown, strict: .accepted) {
      let leaf = try $0.root.issue(MatrixMaker.request())
      return MatrixFiles(leaf, trust: leaf.certificate)
    },
    MatrixCase("The root sent too", .accepted) {
      MatrixFiles(try $0.root.issue(MatrixMaker.request()).shown(with: $0.root.certificate), trust: $0.root.certificate)
    },
    MatrixCase("Two intermediates, sent in the wrong order", .accepted) {
      let upper = try $0.root.intermediate(named: "Upper")
      let lower = try upper.intermediate(named: "Lower")
      let leaf = try lower.issue(MatrixMaker.request())
      return MatrixFiles(leaf.shown(with: $0.root.certificate + upper.certificate + lower.certificate), trust: $0.root.certificate)
    },
    MatrixCase("An intermediate sent twice", .accepted) {
      let middle = try $0.root.intermediate()
      return MatrixFiles(
        try middle.issue(MatrixMaker.request()).shown(with: middle.certificate + middle.certificate), trust: $0.root.certificate)
    },
    MatrixCase("A certificate in the chain that has nothing to do with it", .accepted) {
      let stranger = try CertificateAuthority(named: "Stranger")
      let middle = try $0.root.intermediate()
      let leaf = try middle.issue(MatrixMaker.request())
      return MatrixFiles(leaf.shown(with: stranger.certificate + middle.certificate), trust: $0.root.certificate)
    },
    MatrixCase("A root that is cross-signed, with the signer trusted", .accepted) {
      let new = try CertificateAuthority(named: "New Root")
      let cross = try $0.root.issue(MatrixMaker.authority("New Root"), keyOf: new.own)
      return MatrixFiles(try new.issue(MatrixMaker.request()).shown(with: cross.certificate), trust: $0.root.certificate)
    },
    MatrixCase("A root that is cross-signed by a stranger, and trusted itself", .accepted) { _ in
      let new = try CertificateAuthority(named: "New Root")
      let cross = try CertificateAuthority(named: "Stranger").issue(MatrixMaker.authority("New Root"), keyOf: new.own)
      return MatrixFiles(try new.issue(MatrixMaker.request()).shown(with: cross.certificate), trust: new.certificate)
    },
    MatrixCase("A root that is trusted itself, with a cross-certificate that expired", .accepted) {
      let new = try CertificateAuthority(named: "New Root")
      let cross = try $0.root.issue(MatrixMaker.authority("New Root") { $0.notAfter = .seconds(-60) }, keyOf: new.own)
      return MatrixFiles(
        try new.issue(MatrixMaker.request()).shown(with: cross.certificate), trust: $0.root.certificate + new.certificate)
    },
    MatrixCase("Twelve intermediates", .accepted) { try $0.longChain(12) },
    MatrixCase("A hundred and two intermediates", .refused(.other, 22)) { try $0.longChain(102) },
  ]
}

extension MatrixMaker {
  fileprivate func longChain(_ count: Int) throws -> MatrixFiles {
    var authority = root
    for number in 1...count { authority = try authority.intermediate(named: "Authority \(number)") }
    return MatrixFiles(try authority.issue(Self.request()), trust: root.certificate)
  }
}
#endif
