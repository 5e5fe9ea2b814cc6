#if TLS
import HTTPWire
import HTTPWireTesting

private let noAuthority = MatrixOutcome.refused(.wrongPurpose, 79)
private let purpose = MatrixOutcome.refused(.wrongPurpose, 26)
private let pathLength = MatrixOutcome.refused(.wrongPurpose, 25)
private let notPermitted = MatrixOutcome.refused(.other, 47)
private let excluded = MatrixOutcome.refused(.other, 48)

extension Matrix {
  static let authorities: [MatrixCase] = [
    MatrixCase("An intermediate that is no authority", noAuthority) { try $0.below({ $0.isAuthority = false }) },
    MatrixCase("A server's certificate as issuer", noAuthority) {
      let server = try $0.root.intermediate(MatrixMaker.request { $0.dnsNames = ["evil.test"] })
      return MatrixFiles(try server.issue(MatrixMaker.request()), trust: $0.root.certificate)
    },
    MatrixCase("An intermediate that does not say whether it is an authority", noAuthority) {
      try $0.below({
        $0.hasBasicConstraints = false
        $0.keyUsage = nil
      })
    },
    MatrixCase("An intermediate that says so by the use of its key only", noAuthority) {
      try $0.below({ $0.hasBasicConstraints = false })
    },
    MatrixCase("A trusted root that says so by the use of its key only", .accepted, strict: noAuthority) {
      try $0.belowRoot({ $0.hasBasicConstraints = false })
    },
    MatrixCase("An intermediate whose key is not for certificates", noAuthority) {
      try $0.below({ $0.keyUsage = "critical,digitalSignature" })
    },
    MatrixCase("An intermediate that does not say what its key is for", .accepted, strict: .refused(.other, 92)) {
      try $0.below({ $0.keyUsage = nil })
    },
    MatrixCase("An intermediate in version 1", noAuthority, strict: .refused(.other, 85)) {
      try $0.below({ $0.version = 1 }, { $0.hasKeyIdentifiers = false })
    },
    MatrixCase("A trusted root in version 1", .accepted, strict: .refused(.other, 85)) { _ in
      let root = try CertificateAuthority(root: MatrixMaker.authority { $0.version = 1 })
      return MatrixFiles(try root.issue(MatrixMaker.request { $0.hasKeyIdentifiers = false }), trust: root.certificate)
    },
    MatrixCase("A trusted root that is no authority", noAuthority) { try $0.belowRoot({ $0.isAuthority = false }) },
    MatrixCase("A length of 0 kept", .accepted) { try $0.below({ $0.pathLength = 0 }) },
    MatrixCase("A length of 0 exceeded by an intermediate", pathLength) {
      let upper = try $0.root.intermediate(MatrixMaker.authority("Upper") { $0.pathLength = 0 })
      return MatrixFiles(try upper.intermediate(named: "Lower").issue(MatrixMaker.request()), trust: $0.root.certificate)
    },
    MatrixCase("A length that the root sets, exceeded", pathLength) { _ in
      let root = try CertificateAuthority(root: MatrixMaker.authority("Short Root") { $0.pathLength = 0 })
      return MatrixFiles(try root.intermediate().issue(MatrixMaker.request()), trust: root.certificate)
    },
  ]

  static let purposes: [MatrixCase] = [
    MatrixCase("For clients only", purpose) { maker in try maker.leaf { $0.extendedKeyUsage = "clientAuth" } },
    MatrixCase("For signing code", purpose) { maker in try maker.leaf { $0.extendedKeyUsage = "codeSigning" } },
    MatrixCase("For servers only", .accepted) { maker in try maker.leaf { $0.extendedKeyUsage = "serverAuth" } },
    MatrixCase("Without a word on what it is for", .accepted) { maker in try maker.leaf { $0.extendedKeyUsage = nil } },
    MatrixCase("For anything, by the name of that", purpose) { maker in try maker.leaf { $0.extendedKeyUsage = "anyExtendedKeyUsage" } },
    MatrixCase("A key for signatures", .accepted) { maker in try maker.leaf { $0.keyUsage = "critical,digitalSignature" } },
    MatrixCase("A key for certificates only", purpose, strict: .refused(.other, 82)) { maker in
      try maker.leaf { $0.keyUsage = "critical,keyCertSign" }
    },
    MatrixCase("A key for encipherment only", .accepted) { maker in
      try maker.leaf {
        $0.key = .rsa(2048)
        $0.keyUsage = "critical,keyEncipherment"
      }
    },
    MatrixCase("A key for the signing of revocation lists only", purpose) { maker in try maker.leaf { $0.keyUsage = "critical,cRLSign" } },
    MatrixCase("An intermediate for clients only", purpose) { try $0.below({ $0.extendedKeyUsage = "clientAuth" }) },
    MatrixCase("An intermediate for servers", .accepted) { try $0.below({ $0.extendedKeyUsage = "serverAuth" }) },
    MatrixCase("An authority as server", .accepted) { maker in
      try maker.leaf {
        $0.isAuthority = true
        $0.keyUsage = "critical,digitalSignature,keyCertSign"
      }
    },
  ]

  static let nameConstraints: [MatrixCase] = [
    MatrixCase("Within the names that the intermediate may certify", .accepted) { try $0.narrow("permitted;DNS:test") },
    MatrixCase("Outside of the names that the intermediate may certify", notPermitted) { try $0.narrow("permitted;DNS:example.org") },
    MatrixCase("Among the names that the intermediate may not certify", excluded) { try $0.narrow("excluded;DNS:host.test") },
    MatrixCase("Beside the names that the intermediate may not certify", .accepted) { try $0.narrow("excluded;DNS:other.test") },
    MatrixCase("Outside of the names that the root may certify", notPermitted) {
      try $0.belowRoot({ $0.extensions = [.init("nameConstraints", "critical,permitted;DNS:example.org")] })
    },
    MatrixCase("One name within, one outside of what the intermediate may certify", notPermitted) {
      try $0.narrow("permitted;DNS:test") { $0.dnsNames.append("host.example") }
    },
    MatrixCase("A wildcard that reaches what the intermediate may not certify", .accepted, ask: .host("www.host.test")) {
      try $0.narrow("excluded;DNS:www.host.test") { $0.dnsNames = ["*.host.test"] }
    },
    MatrixCase("An address within the range that the intermediate may certify", .accepted, ask: .host("127.0.0.1")) {
      try $0.narrow("permitted;IP:127.0.0.0/255.0.0.0") { $0.addresses = [[127, 0, 0, 1]] }
    },
    MatrixCase("An address outside of the range that the intermediate may certify", notPermitted, ask: .host("127.0.0.1")) {
      try $0.narrow("permitted;IP:10.0.0.0/255.0.0.0") { $0.addresses = [[127, 0, 0, 1]] }
    },
    MatrixCase(
      "A common name outside of the names that the intermediate may certify", .accepted, ask: .host("127.0.0.1"),
      differs: .init(
        .refused(47),
        because: "OpenSSL holds the common name against the constraints only where it may stand for a host, which it never may here")
    ) {
      try $0.narrow("permitted;DNS:example.org") {
        $0.commonName = "host.test"
        $0.dnsNames = []
        $0.addresses = [[127, 0, 0, 1]]
      }
    },
  ]
}

extension MatrixMaker {
  /// A certificate of an intermediate that may not certify all names.
  fileprivate func narrow(_ constraint: String, _ change: (inout TestCertificate.Request) -> Void = { _ in }) throws -> MatrixFiles {
    try below({ $0.extensions = [.init("nameConstraints", "critical,\(constraint)")] }, change)
  }
}
#endif
