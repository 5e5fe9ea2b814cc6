#if TLS
import HTTPWire
import Testing

/// Certificates of all sorts; `Scripts/tls-matrix` gives the same files to CPython.
@Suite struct MatrixTests {
  @Test(arguments: Matrix.cases)
  func `a certificate is accepted or refused as the table says`(_ subject: MatrixCase) throws {
    let judge = MatrixJudge(files: try subject.files(MatrixMaker.shared.get()), question: subject.question)
    for mode in MatrixCase.Mode.allCases {
      let verdict = try judge.judge(mode)
      #expect(verdict.outcome == subject.expected[mode], "\(mode): \(verdict.reason ?? "")")
      if verdict.outcome != .notAName { #expect(verdict.connections == 1) }
      if verdict.outcome == .accepted {
        #expect(verdict.received?.starts(with: Array("GET /secret HTTP/1.1\r\n".utf8)) == true)
      } else {
        #expect(verdict.received == nil, "the handshake has ended, and bytes may have left")
      }
    }
  }

  @Test func `every case has a name of its own and there are enough`() {
    #expect(Set(Matrix.cases.map(\.name)).count == Matrix.cases.count)
    #expect(Matrix.cases.count >= 48)
  }
}
#endif
