#if TLS
import HTTPWire
import HTTPWireTesting

private let mismatch = MatrixOutcome.refused(.hostnameMismatch, 62)
private let addressMismatch = MatrixOutcome.refused(.hostnameMismatch, 64)
private let loopback6: [UInt8] = Array(repeating: 0, count: 15) + [1]
private let linkLocal6: [UInt8] = [0xFE, 0x80] + Array(repeating: 0, count: 13) + [1]
private let commonNameReason = """
  CPython falls back on the common name when there is no DNS name among the alternative names \
  (`hostname_checks_common_name`); RFC 9525 section 6.3 forbids it
  """
private let commonName = MatrixCase.Difference(.accepted, because: commonNameReason)

extension Matrix {
  static let names: [MatrixCase] = [
    MatrixCase("A DNS name", .accepted) { try $0.leaf() },
    MatrixCase("A DNS name, asked for in capitals", .accepted, ask: .host("HOST.Test")) { try $0.leaf() },
    MatrixCase("A DNS name in capitals", .accepted) { try $0.leaf(names: ["HOST.TEST"]) },
    MatrixCase("Another DNS name", mismatch) { try $0.leaf(names: ["other.test"]) },
    MatrixCase("A name above the one asked for", mismatch) { try $0.leaf(names: ["test"]) },
    MatrixCase("A name below the one asked for", mismatch) { try $0.leaf(names: ["www.host.test"]) },
    MatrixCase("A name that ends like the one asked for", mismatch) { try $0.leaf(names: ["ghost.test"]) },
    MatrixCase("Two names, the second right", .accepted) { try $0.leaf(names: ["other.test", "host.test"]) },
    MatrixCase("A thousand names, the last right", .accepted) {
      try $0.leaf(names: (1..<1_000).map { "name-\($0).test" } + ["host.test"])
    },
    MatrixCase("A thousand names, all wrong", mismatch) { try $0.leaf(names: (1...1_000).map { "name-\($0).test" }) },
    MatrixCase(
      "A dot after the name that is asked for", .accepted, ask: .host("host.test."),
      differs: .init(
        .refused(62), because: "the dot says that the name is complete and is no part of it (RFC 6066 section 3, as curl and Go have it)")
    ) { try $0.leaf() },
    MatrixCase("A dot after the name in the certificate", mismatch) { try $0.leaf(names: ["host.test."]) },
    MatrixCase("A dot before the name in the certificate", mismatch) { try $0.leaf(names: [".host.test"]) },
    MatrixCase("A dot before the name that is asked for", .notAName, ask: .host(".test")) { try $0.leaf() },
    MatrixCase("An empty label in the name that is asked for", .notAName, ask: .host("host..test")) {
      try $0.leaf(names: ["host..test"])
    },
    MatrixCase("A name with an underscore", .accepted, ask: .host("my_host.test")) { try $0.leaf(names: ["my_host.test"]) },
    MatrixCase(
      "A name with a space", .notAName, ask: .host("my host.test"),
      differs: .init(.accepted, because: "HTTPWire looks at the name before it connects; a space is in no host name")
    ) { try $0.leaf(names: ["my host.test"]) },
    MatrixCase("An internationalized name as A-label", .accepted, ask: .host("xn--bcher-kva.test")) {
      try $0.leaf(names: ["xn--bcher-kva.test"])
    },
    MatrixCase("An internationalized name, asked for in Unicode", .accepted, ask: .host("bücher.test")) {
      try $0.leaf(names: ["xn--bcher-kva.test"])
    },
    MatrixCase("An internationalized name in UTF-8 in the certificate", mismatch, ask: .host("bücher.test")) {
      try $0.leaf(names: ["bücher.test"])
    },
    MatrixCase(
      "A name whose form in ASCII differs between programs", .notAName, ask: .host("straße.test"),
      differs: .init(
        .accepted, because: "CPython's IDNA 2003 makes `strasse` of it, IDNA 2008 `xn--strae-oqa`; HTTPWire refuses what is two hosts")
    ) { try $0.leaf(names: ["strasse.test"]) },
    MatrixCase("A NUL after the name", mismatch) { maker in try maker.leaf { $0.replaceNames(Array("host.test\0.evil.test".utf8)) } },
    MatrixCase("A NUL at the end of the name", mismatch) { maker in try maker.leaf { $0.replaceNames(Array("host.test\0".utf8)) } },
    MatrixCase("A NUL before the name", mismatch) { maker in try maker.leaf { $0.replaceNames(Array("\0host.test".utf8)) } },
    MatrixCase("A blank after the name", mismatch) { try $0.leaf(names: ["host.test "]) },
    MatrixCase("A URI with the name", mismatch) { maker in
      try maker.leaf(commonName: "Matrix Leaf") { $0.extensions = [.init("subjectAltName", "URI:https://host.test/")] }
    },
  ]

  static let wildcards: [MatrixCase] = [
    MatrixCase("A wildcard for the first label", .accepted, ask: .host("www.host.test")) { try $0.leaf(names: ["*.host.test"]) },
    MatrixCase("A wildcard, asked for a name two labels below", mismatch, ask: .host("a.www.host.test")) {
      try $0.leaf(names: ["*.host.test"])
    },
    MatrixCase("A wildcard, asked for the name without the label", mismatch) { try $0.leaf(names: ["*.host.test"]) },
    MatrixCase("A wildcard for what begins with f", mismatch, ask: .host("foo.host.test")) { try $0.leaf(names: ["f*.host.test"]) },
    MatrixCase("A wildcard for what ends with f", mismatch, ask: .host("of.host.test")) { try $0.leaf(names: ["*f.host.test"]) },
    MatrixCase("A wildcard within a label", mismatch, ask: .host("foo.host.test")) { try $0.leaf(names: ["f*o.host.test"]) },
    MatrixCase("A wildcard for all of a top-level domain", mismatch) { try $0.leaf(names: ["*.test"]) },
    MatrixCase("A wildcard for everything", mismatch, ask: .host("test")) { try $0.leaf(names: ["*"]) },
    MatrixCase("A wildcard as the second label", mismatch, ask: .host("www.my.host.test")) { try $0.leaf(names: ["www.*.host.test"]) },
    MatrixCase("Two wildcards", mismatch, ask: .host("www.my.host.test")) { try $0.leaf(names: ["*.*.host.test"]) },
    MatrixCase("A wildcard within an A-label", mismatch, ask: .host("xn--bcher-kva.host.test")) { try $0.leaf(names: ["xn--*.host.test"]) },
    MatrixCase("A wildcard, asked for an A-label", .accepted, ask: .host("xn--bcher-kva.host.test")) {
      try $0.leaf(names: ["*.host.test"])
    },
    MatrixCase("A wildcard below an A-label", .accepted, ask: .host("www.bücher.test")) { try $0.leaf(names: ["*.xn--bcher-kva.test"]) },
    MatrixCase("A wildcard, asked for an address", addressMismatch, ask: .host("127.0.0.1")) { try $0.leaf(names: ["*.0.0.1"]) },
    MatrixCase("A wildcard that is asked for", mismatch, ask: .host("*.host.test")) { try $0.leaf(names: ["www.host.test"]) },
  ]

  static let addresses: [MatrixCase] = [
    MatrixCase("An IPv4 address", .accepted, ask: .host("127.0.0.1")) { try $0.leaf(addresses: [[127, 0, 0, 1]]) },
    MatrixCase("Another IPv4 address", addressMismatch, ask: .host("127.0.0.1")) { try $0.leaf(addresses: [[127, 0, 0, 2]]) },
    MatrixCase("An IPv6 address", .accepted, ask: .host("::1")) { try $0.leaf(addresses: [loopback6]) },
    MatrixCase("An IPv6 address, asked for in its long form", .accepted, ask: .host("0:0:0:0:0:0:0:1")) {
      try $0.leaf(addresses: [loopback6])
    },
    MatrixCase(
      "An IPv6 address, asked for with its scope", .accepted, ask: .host("fe80::1%lo"),
      differs: .init(
        .refused(62),
        because: "a scope names a network of this machine and is in no certificate (RFC 4007 section 11.2); CPython takes it for a name")
    ) { try $0.leaf(addresses: [linkLocal6]) },
    MatrixCase("Another IPv6 address", addressMismatch, ask: .host("::1")) {
      try $0.leaf(addresses: [Array(repeating: 0, count: 15) + [2]])
    },
    MatrixCase("An IPv4 address in the form of IPv6, asked for as IPv4", addressMismatch, ask: .host("127.0.0.1")) {
      try $0.leaf(addresses: [Array(repeating: 0, count: 10) + [0xFF, 0xFF, 127, 0, 0, 1]])
    },
    MatrixCase("An address that is written as a DNS name", addressMismatch, ask: .host("127.0.0.1")) { try $0.leaf(names: ["127.0.0.1"]) },
    MatrixCase("An address that is the common name", addressMismatch, ask: .host("127.0.0.1")) { try $0.leaf(commonName: "127.0.0.1") },
    MatrixCase("A name that is asked for, with an address only", mismatch) { try $0.leaf(addresses: [[127, 0, 0, 1]]) },
    MatrixCase("An address of three bytes", addressMismatch, ask: .host("127.0.0.1")) { try $0.leaf(addresses: [[127, 0, 0]]) },
  ]

  static let commonNames: [MatrixCase] = [
    MatrixCase("The name as common name, without alternative names", mismatch, differs: commonName) { try $0.leaf(commonName: host) },
    MatrixCase("The name as common name, with another DNS name", mismatch) { maker in
      try maker.leaf(commonName: host) { $0.dnsNames = ["other.test"] }
    },
    MatrixCase("The name as common name, with an address", mismatch, differs: commonName) { maker in
      try maker.leaf(commonName: host) { $0.addresses = [[127, 0, 0, 1]] }
    },
    MatrixCase("The name as common name, with a mail address", mismatch, differs: commonName) { maker in
      try maker.leaf(commonName: host) { $0.extensions = [.init("subjectAltName", "email:someone@host.test")] }
    },
    MatrixCase(
      "The name as common name, with an empty list of names", mismatch, strict: .refused(.other, 87),
      differs: .init(.accepted, alsoStrict: false, because: commonNameReason)
    ) { maker in
      try maker.leaf(commonName: host) { $0.extensions = [.init("subjectAltName", "DER:3000")] }
    },
    MatrixCase("A wildcard as common name", mismatch, ask: .host("www.host.test"), differs: commonName) {
      try $0.leaf(commonName: "*.host.test")
    },
    MatrixCase("Neither names nor a subject", mismatch, strict: .refused(.other, 84)) { try $0.leaf(commonName: "") },
  ]

  private static let host = MatrixMaker.host
}

extension TestCertificate.Request {
  /// These bytes as the only name.
  fileprivate mutating func replaceNames(_ name: [UInt8]) {
    dnsNames = []
    rawDNSNames = [name]
  }
}
#endif
