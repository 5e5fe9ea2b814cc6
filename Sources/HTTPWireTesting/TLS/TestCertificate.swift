#if TLS
/// A certificate with its private key, made by a ``CertificateAuthority`` for tests.
public struct TestCertificate: Sendable, Hashable {
  /// The certificate alone, in PEM.
  public let certificate: [UInt8]
  /// The certificate and those between it and its root, in PEM: what a server sends.
  public let chain: [UInt8]
  /// The private key in PEM, not encrypted.
  public let key: [UInt8]

  /// Puts together a certificate from parts made elsewhere.
  public init(certificate: [UInt8], chain: [UInt8], key: [UInt8]) {
    self.certificate = certificate
    self.chain = chain
    self.key = key
  }

  /// What a certificate of a test is to be like. The defaults make one that a client accepts.
  public struct Request: Sendable, Hashable {
    /// The common name of the subject; without one, the subject is empty.
    public var commonName = "test"
    /// The DNS names it is for; `bytes` that are no text can be put in with ``rawDNSNames``.
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
    /// The digest that its issuer signs with, as OpenSSL names it; empty for the one that the issuer's key goes with.
    public var digest = "SHA256"
    /// Whether it may issue others.
    public var isAuthority = false
    /// Whether it says if it may issue others.
    public var hasBasicConstraints = true
    /// How many authorities may stand below it, if it is one and there is a limit.
    public var pathLength: Int?
    /// What it may be used for, in OpenSSL's notation (`serverAuth`, `clientAuth`); nil for no such extension.
    public var extendedKeyUsage: String? = "serverAuth,clientAuth"
    /// What its key may be used for, in OpenSSL's notation; nil for no such extension.
    public var keyUsage: String?
    /// Further extensions, by OpenSSL's names and in its notation, such as `nameConstraints` and `critical,permitted;DNS:example.org`.
    public var extensions: [Extension] = []
    /// Whether it says which key it has and which of its issuer's has signed it.
    public var hasKeyIdentifiers = true
    /// Whether the signature is spoilt.
    public var hasBadSignature = false
    /// Its number with its issuer; nil for one made by chance.
    public var serialNumber: Int?
    /// The version of its format; one below 3 has no extensions, and so no names.
    public var version = 3

    /// A request for one that is for these names.
    public init(dnsNames: [String] = [], addresses: [[UInt8]] = []) {
      self.dnsNames = dnsNames
      self.addresses = addresses
    }
  }

  /// An extension by OpenSSL's name, with its value in OpenSSL's notation.
  public struct Extension: Sendable, Hashable {
    /// The name (`basicConstraints`).
    public var name: String
    /// The value (`critical,CA:TRUE`).
    public var value: String

    /// An extension.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The kind of a key.
  public enum Key: Sendable, Hashable {
    /// A key on the curve P-256: made in no time.
    case ec
    /// A key on another curve, as OpenSSL names it (`P-384`).
    case curve(String)
    /// An Ed25519 key, which signs with the empty digest.
    case ed25519
    /// An RSA key of so many bits.
    case rsa(Int)
  }
}
#endif
