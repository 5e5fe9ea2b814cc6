#if TLS
import HTTPWire
import HTTPWireTesting
import Testing

/// What becomes of a connection to a server with some certificate.
enum MatrixOutcome: Hashable, Sendable {
  case accepted
  /// Refused, with OpenSSL's verify code.
  case refused(CertificateFailure.Problem, Int32)
  /// Nothing was sent: no certificate can be for what was asked for.
  case notAName
}

/// What CPython does, or what its verify code is.
enum PythonOutcome: Hashable, Sendable {
  case accepted
  case refused(Int32)
  case notAName
}

/// A client's settings that a case needs, those that `ssl.SSLContext` has under the same names.
struct MatrixQuestion: Sendable {
  /// The name or address that the server is asked to be.
  var host = MatrixMaker.host
  var checksHostname = true
  var verifies = true
  var revocation = Revocation.none
  var acceptsPartialChains = false
  var requiresStrictCertificates = false

  enum Revocation: String, Sendable {
    case none, leaf, chain
  }

  static let standard = MatrixQuestion()

  static func host(_ host: String) -> MatrixQuestion { with { $0.host = host } }

  static func with(_ change: (inout MatrixQuestion) -> Void) -> MatrixQuestion {
    var question = MatrixQuestion()
    change(&question)
    return question
  }
}

/// The files of a case, in PEM: what the server shows and what the client has.
struct MatrixFiles: Sendable {
  let chain: [UInt8]
  let key: [UInt8]
  /// What the client trusts; empty for nothing.
  var trust: [UInt8]
  /// The revocation lists that the client has.
  var lists: [UInt8] = []

  init(_ certificate: TestCertificate, trust: [UInt8], lists: [UInt8] = []) {
    chain = certificate.chain
    key = certificate.key
    self.trust = trust
    self.lists = lists
  }
}

/// A certificate, a question, and what HTTPWire and CPython make of it.
struct MatrixCase: Sendable, CustomTestStringConvertible {
  /// The settings of a context that are not a case's own.
  enum Mode: String, Sendable, CaseIterable {
    /// HTTPWire's defaults, and those of `ssl.create_default_context()` up to Python 3.12.
    case standard
    /// With `requiresStrictCertificates` and `acceptsPartialChains`: the defaults of Python 3.13.
    case strict
  }

  /// The certificate and the question, as a sentence.
  let name: String
  let question: MatrixQuestion
  let expected: [Mode: MatrixOutcome]
  /// What CPython does where that is something else, and why.
  let difference: Difference?
  let files: @Sendable (MatrixMaker) throws -> MatrixFiles

  struct Difference: Sendable {
    let python: [Mode: PythonOutcome]
    let reason: String

    /// CPython does this in both modes, unless strict certificates change it back.
    init(_ python: PythonOutcome, alsoStrict: Bool = true, because reason: String) {
      self.python = alsoStrict ? [.standard: python, .strict: python] : [.standard: python]
      self.reason = reason
    }
  }

  var testDescription: String { name }

  init(
    _ name: String, _ expected: MatrixOutcome, strict: MatrixOutcome? = nil, ask question: MatrixQuestion = .standard,
    differs difference: Difference? = nil, files: @escaping @Sendable (MatrixMaker) throws -> MatrixFiles
  ) {
    self.name = name
    self.question = question
    self.expected = [.standard: expected, .strict: strict ?? expected]
    self.difference = difference
    self.files = files
  }
}

enum Matrix {
  static let cases: [MatrixCase] = Array(
    [
      names, wildcards, addresses, commonNames, times, chains, authorities, purposes, nameConstraints, keys, extensions, revocations,
      questions,
    ].joined())
}
#endif
