#if TLS
/// A certificate with its private key, made by a ``CertificateAuthority`` for tests.
public struct TestCertificate: Sendable, Hashable {
  /// The certificate alone, in PEM.
  public let certificate: [UInt8]
  /// The certificate and the intermediate certificates up to its root, in PEM, as a server sends them.
  public let chain: [UInt8]
  /// The private key in PEM, not encrypted.
  public let key: [UInt8]

  /// Makes a certificate from parts that were made elsewhere.
  public init(certificate: [UInt8], chain: [UInt8], key: [UInt8]) {
    self.certificate = certificate
    self.chain = chain
    self.key = key
  }

  /// The properties of a certificate to make. A client accepts a certificate with the defaults.
  public struct Request: Sendable, Hashable {
    /// The common name of the subject. If it is empty, so is the subject.
    public var commonName = "test"
    /// The DNS names it is for. For bytes that are not text, use ``rawDNSNames``.
    public var dnsNames: [String] = []
    /// The DNS names it is for, as bytes.
    public var rawDNSNames: [[UInt8]] = []
    /// The addresses it is for: 4 or 16 bytes each.
    public var addresses: [[UInt8]] = []
    /// When it becomes valid, counted from now.
    public var notBefore = Duration.seconds(-3600)
    /// When it stops being valid, counted from now.
    public var notAfter = Duration.seconds(86_400)
    /// Its key.
    public var key = Key.ec
    /// OpenSSL's name of the digest for the issuer's signature; empty for the default of the issuer's key.
    public var digest = "SHA256"
    /// Whether it may issue other certificates.
    public var isAuthority = false
    /// Whether it has the extension that states ``isAuthority``.
    public var hasBasicConstraints = true
    /// The largest number of authorities below it, if it is an authority; nil for no limit.
    public var pathLength: Int?
    /// What it may be used for, in OpenSSL's notation (`serverAuth`, `clientAuth`); nil for no such extension.
    public var extendedKeyUsage: String? = "serverAuth,clientAuth"
    /// What its key may be used for, in OpenSSL's notation; nil for no such extension.
    public var keyUsage: String?
    /// Further extensions, by OpenSSL's names and in its notation, such as `nameConstraints` and `critical,permitted;DNS:example.org`.
    public var extensions: [Extension] = []
    /// Whether it has the identifiers of its own key and of its issuer's key.
    public var hasKeyIdentifiers = true
    /// Whether its signature is invalid.
    public var hasBadSignature = false
    /// Its serial number; nil for a random one.
    public var serialNumber: Int?
    /// The version of its format. Versions below 3 have no extensions, and so no names.
    public var version = 3

    /// Makes a request for a certificate for these names.
    public init(dnsNames: [String] = [], addresses: [[UInt8]] = []) {
      self.dnsNames = dnsNames
      self.addresses = addresses
    }
  }

  /// An extension, with OpenSSL's name of it and its value in OpenSSL's notation.
  public struct Extension: Sendable, Hashable {
    /// The name (`basicConstraints`).
    public var name: String
    /// The value (`critical,CA:TRUE`).
    public var value: String

    /// Makes an extension.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The kind of a key.
  public enum Key: Sendable, Hashable {
    /// A key on the curve P-256, which is made quickly.
    case ec
    /// A key on another curve, by OpenSSL's name (`P-384`).
    case curve(String)
    /// An Ed25519 key, which signs with the empty digest.
    case ed25519
    /// An RSA key of this many bits.
    case rsa(Int)
  }
}
#endif
