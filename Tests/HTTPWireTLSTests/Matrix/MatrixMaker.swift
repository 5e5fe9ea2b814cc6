#if TLS
import HTTPWire
import HTTPWireTesting

/// Makes the certificates of cases. One root is common to all that do not ask for another.
struct MatrixMaker: Sendable {
  /// The name that certificates are for where a case does not say otherwise.
  static let host = "host.test"

  static let shared = Result { try MatrixMaker() }

  let root: CertificateAuthority

  init() throws { root = try CertificateAuthority(named: "Matrix Root") }

  /// A certificate of the root's, for the usual name unless changed, which a client who trusts the root is shown.
  func leaf(_ change: (inout TestCertificate.Request) -> Void = { _ in }) throws -> MatrixFiles {
    MatrixFiles(try root.issue(Self.request(change)), trust: root.certificate)
  }

  /// A certificate of the root's for these names.
  func leaf(names: [String]) throws -> MatrixFiles { try leaf { $0.dnsNames = names } }

  /// A certificate of the root's for these addresses and no name.
  func leaf(addresses: [[UInt8]]) throws -> MatrixFiles {
    try leaf {
      $0.dnsNames = []
      $0.addresses = addresses
    }
  }

  /// A certificate without a list of alternative names, with this common name.
  func leaf(commonName: String, _ change: (inout TestCertificate.Request) -> Void = { _ in }) throws -> MatrixFiles {
    try leaf {
      $0.dnsNames = []
      $0.commonName = commonName
      change(&$0)
    }
  }

  /// A good certificate issued by an authority below the root.
  func below(
    _ authority: (inout TestCertificate.Request) -> Void = { _ in }, _ change: (inout TestCertificate.Request) -> Void = { _ in }
  ) throws -> MatrixFiles {
    MatrixFiles(try root.intermediate(Self.authority(authority)).issue(Self.request(change)), trust: root.certificate)
  }

  /// A good certificate issued by a root of its own, which is trusted.
  func belowRoot(_ root: (inout TestCertificate.Request) -> Void) throws -> MatrixFiles {
    let root = try CertificateAuthority(root: Self.authority(root))
    return MatrixFiles(try root.issue(Self.request()), trust: root.certificate)
  }

  /// A request for a certificate for the usual name.
  static func request(_ change: (inout TestCertificate.Request) -> Void = { _ in }) -> TestCertificate.Request {
    var request = TestCertificate.Request(dnsNames: [host])
    request.commonName = "Matrix Leaf"
    change(&request)
    return request
  }

  /// A request for an authority.
  static func authority(
    _ name: String = "Matrix Authority", _ change: (inout TestCertificate.Request) -> Void = { _ in }
  ) -> TestCertificate.Request {
    var request = CertificateAuthority.request(named: name)
    change(&request)
    return request
  }

  static func authority(_ change: (inout TestCertificate.Request) -> Void) -> TestCertificate.Request {
    authority("Matrix Authority", change)
  }
}

extension TestCertificate {
  /// The same certificate, shown with these others.
  func shown(with others: [UInt8]) -> TestCertificate { TestCertificate(certificate: certificate, chain: certificate + others, key: key) }
}
#endif
