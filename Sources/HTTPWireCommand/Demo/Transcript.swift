/// The demo's output: calls, their results, and whether the results are the expected ones.
final class Transcript {
  /// The number of results shown, and the number of wrong ones.
  private(set) var checks = 0
  private(set) var differences = 0
  /// Why a line could not be written; nothing more is then.
  private var complaint: Complaint?

  private let write: (String) throws(Complaint) -> Void

  /// Starts a transcript whose lines go to a function.
  init(_ write: @escaping (String) throws(Complaint) -> Void = StandardOutput.line) { self.write = write }

  /// Throws what writing has thrown.
  func check() throws(Complaint) { if let complaint { throw complaint } }

  private func output(_ line: String) {
    if complaint != nil { return }
    do throws(Complaint) { try write(line) } catch { complaint = error }
  }

  /// Starts an example.
  func title(_ text: String) {
    output("")
    output("== \(text)")
  }

  /// Shows a call.
  func call(_ code: String) { output("> " + code) }

  /// Shows a call, makes it and returns its result.
  func call<Result, Failure: Error>(_ code: String, _ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    call(code)
    return try body()
  }

  /// Shows a result, and whether it is the expected one.
  func result(_ actual: String, expected: String) {
    checks += 1
    output(TerminalText.escaped(actual))
    if actual != expected { differs("expected: \(expected)") }
  }

  /// Shows that something is wrong.
  func differs(_ text: String) {
    differences += 1
    output("!! " + TerminalText.escaped(text))
  }
}
