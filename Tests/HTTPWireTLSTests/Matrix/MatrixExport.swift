#if TLS
import Foundation
import Testing

/// Writes the files of all cases for `Scripts/tls-matrix`, when the environment names a folder for them.
@Suite struct MatrixExport {
  static let folder = ProcessInfo.processInfo.environment["HTTPWIRE_TLS_MATRIX"]

  @Test(.enabled(if: MatrixExport.folder != nil)) func `the files of all cases are written`() throws {
    let folder = try #require(Self.folder)
    var entries: [Entry] = []
    for (number, subject) in Matrix.cases.enumerated() {
      let files = try subject.files(MatrixMaker.shared.get())
      let judge = MatrixJudge(files: files, question: subject.question)
      for (ending, bytes) in [("chain", files.chain), ("key", files.key), ("trust", files.trust), ("lists", files.lists)] {
        try writeFile("\(folder)/\(number).\(ending).pem", bytes)
      }
      entries.append(try Entry(number, subject, judge))
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try writeFile("\(folder)/manifest.json", Array(encoder.encode(entries)))
  }

  /// A case as the script reads it.
  struct Entry: Encodable {
    let number: Int
    let name: String
    let host: String
    let checksHostname: Bool
    let verifies: Bool
    let revocation: String
    let acceptsPartialChains: Bool
    let requiresStrictCertificates: Bool
    /// By mode.
    let ours: [String: Outcome]
    /// What CPython is known to do otherwise, by mode, and why.
    let python: [String: Outcome]
    let reason: String?

    init(_ number: Int, _ subject: MatrixCase, _ judge: MatrixJudge) throws {
      self.number = number
      name = subject.name
      host = subject.question.host
      checksHostname = subject.question.checksHostname
      verifies = subject.question.verifies
      revocation = subject.question.revocation.rawValue
      acceptsPartialChains = subject.question.acceptsPartialChains
      requiresStrictCertificates = subject.question.requiresStrictCertificates
      var ours: [String: Outcome] = [:]
      for mode in MatrixCase.Mode.allCases {
        let verdict = try judge.judge(mode)
        ours[mode.rawValue] = Outcome(verdict.outcome, verdict.reason)
      }
      self.ours = ours
      let python = subject.difference?.python ?? [:]
      self.python = Dictionary(uniqueKeysWithValues: python.map { ($0.key.rawValue, Outcome($0.value)) })
      reason = subject.difference?.reason
    }
  }

  struct Outcome: Encodable {
    let outcome: String
    var problem: String?
    var code: Int32?
    var words: String?

    init(_ verdict: MatrixOutcome, _ words: String?) {
      switch verdict {
      case .accepted: outcome = "accepted"
      case .notAName: outcome = "not a name"
      case .refused(let problem, let code):
        outcome = "refused"
        self.problem = "\(problem)"
        self.code = code
        self.words = words
      }
    }

    init(_ python: PythonOutcome) {
      switch python {
      case .accepted: outcome = "accepted"
      case .notAName: outcome = "not a name"
      case .refused(let code):
        outcome = "refused"
        self.code = code
      }
    }
  }
}
#endif
