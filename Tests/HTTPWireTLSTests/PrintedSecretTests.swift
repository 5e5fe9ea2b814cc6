#if TLS
import HTTPWire
import HTTPWireTesting
import Testing

/// What can be seen of an identity by printing what holds it.
@Suite struct PrintedSecretTests {
  private let passphrase = "correct horse"

  /// All the ways to print a value.
  private func printed(_ value: some Any) -> [String] {
    var dumped = ""
    dump(value, to: &dumped)
    return ["\(value)", String(reflecting: value), dumped]
  }

  /// Whether a text has bytes as text, or as numbers one after the other with whatever between.
  private func shows(_ text: String, _ secret: [UInt8]) -> Bool {
    if text.contains(String(decoding: secret, as: UTF8.self)) { return true }
    let numbers = "," + text.split { !$0.isNumber }.joined(separator: ",") + ","
    return numbers.contains("," + secret.map(String.init).joined(separator: ",") + ",")
  }

  @Test func theSearchFindsWhatIsPrinted() {
    let secret = Array(passphrase.utf8)
    for text in printed((secret, 1)) + printed(passphrase) { #expect(shows(text, secret)) }
  }

  @Test func noSecretIsPrinted() throws {
    let certificate = try Fixture.localhost.get()
    let key = try certificate.encryptedKey(passphrase: passphrase)
    let path = try TemporaryFile(certificate.chain + key)
    let identities: [TLSIdentity] = [
      .bytes(certificate: certificate.chain, key: key, passphrase: passphrase),
      .bytes(certificate: certificate.chain + key, passphrase: passphrase), .files(certificate: path.path, passphrase: passphrase),
    ]
    for identity in identities {
      let options = try Fixture.options { $0.identity = identity }
      let context = try TLSContext(options)
      let connection = try HTTPSConnection("localhost", port: 1, context: context)
      let texts =
        printed(identity) + printed(identity as TLSIdentity?) + printed(options) + printed(context.options) + printed(context)
        + printed(connection) + printed(TLSSource.bytes(key))
      for text in texts {
        #expect(!shows(text, Array(passphrase.utf8)))
        #expect(!shows(text, Array(key[100..<116])))
      }
    }
  }

  @Test func whereAnIdentityComesFromIsPrinted() {
    let files = TLSIdentity.files(certificate: "a.pem", key: "a.key", passphrase: passphrase)
    #expect("\(files)" == "TLSIdentity(certificate: 'a.pem', key: 'a.key', passphrase: given)")
    #expect(files.debugDescription == files.description)
    let bytes = TLSIdentity.bytes(certificate: [1, 2, 3])
    #expect("\(bytes)" == "TLSIdentity(certificate: bytes, passphrase: none)")
    #expect("\(TLSSource.file("a.crl")) \(TLSSource.bytes([1]))" == "'a.crl' bytes")
    var dumped = ""
    dump(files, to: &dumped)
    #expect(dumped.contains("hasPassphrase: true") && dumped.contains("'a.key'"))
  }
}
#endif
