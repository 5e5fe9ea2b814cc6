/// What the demo prints: calls, what came of them, and whether that is what should have come.
final class Transcript {
  /// How many results were shown, and how many of them were wrong.
  private(set) var checks = 0
  private(set) var differences = 0
  private let output: (String) -> Void

  init(_ output: @escaping (String) -> Void) {
    self.output = output
  }

  /// Begins an example.
  func title(_ text: String) {
    output("")
    output("== \(text)")
  }

  /// Shows a call.
  func call(_ code: String) { output("> " + code) }

  /// Shows a call, makes it and returns what it does.
  func call<Result, Failure: Error>(_ code: String, _ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    call(code)
    return try body()
  }

  /// Shows what came of it.
  func result(_ actual: String, expected: String) {
    checks += 1
    output(TerminalText.escaped(actual))
    if actual != expected { differs("expected: \(expected)") }
  }

  /// Says that something is wrong.
  func differs(_ text: String) {
    differences += 1
    output("!! " + TerminalText.escaped(text))
  }
}
