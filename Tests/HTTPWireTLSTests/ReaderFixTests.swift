#if TLS
import HTTPWire
import HTTPWireTesting
import Testing

/// Bytes that hold less, or other things, than they seem to.
@Suite struct ReaderFixTests {
  /// What is wrong with trust in these bytes.
  private func problem(_ bytes: [UInt8]) -> String? {
    failure { _ = try Fixture.context { $0.trust = [.bytes(bytes)] } }?.description
  }

  @Test(arguments: [1, 2, 3, 4, 5, 100, -1])
  func aPartOfASecondCertificateIsNotPassedOver(_ count: Int) throws {
    let der = try TLSCertificate(Fixture.authority.get().certificate).der
    #expect(problem(der) == nil)
    #expect(problem(der + der) == nil)
    let part = count < 0 ? der.dropLast() : der.prefix(count)
    #expect(problem(der + part)?.contains("a damaged certificate in the bytes given") == true)
    #expect(problem(Array(part))?.contains("no certificate in the bytes given") == true)
  }

  @Test(arguments: ["0 my certificate\n", "0\n", "0", "0 a line\r\nand another\r\n"])
  func commentaryMayBeginWithAnyDigit(_ words: String) throws {
    let certificate = try Fixture.localhost.get()
    let comment = Array((words.hasSuffix("\n") ? words : words + "\n").utf8)
    #expect(try problem(comment + Fixture.authority.get().certificate) == nil)
    let identity = TLSIdentity.bytes(certificate: comment + certificate.chain, key: comment + certificate.key)
    #expect(failure { _ = try Fixture.context { $0.identity = identity } } == nil)
  }

  @Test func textThatIsNeitherIsNoCertificate() {
    #expect(problem(Array("0 my certificate\n".utf8))?.contains("no certificate in the bytes given") == true)
    #expect(problem(Array("my certificate\n".utf8))?.contains("no certificate in the bytes given") == true)
  }
}
#endif
