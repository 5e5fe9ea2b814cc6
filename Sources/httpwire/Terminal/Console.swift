import HTTPWire

/// Standard error: messages a line at a time, made fit for a terminal, and a progress line that gives way to them.
final class Console {
  /// Whether standard error is a terminal.
  let isTerminal: Bool
  private var showsProgress = false
  private var secrets: [String] = []

  init(isTerminal: Bool = Syscalls.isTerminal(Syscalls.standardError)) {
    self.isTerminal = isTerminal
  }

  /// Has these texts left out of all that is printed from now on, however they are quoted.
  func hide(_ texts: [String]) {
    secrets += texts.filter { !$0.isEmpty }.flatMap { [$0, String(SwiftCode.literal($0).dropFirst().dropLast())] }
  }

  /// Prints a line.
  func line(_ text: String) {
    clearProgress()
    var text = text
    for secret in secrets { text = text.replacing(secret, with: "(hidden)") }
    write(TerminalText.escaped(text) + "\n")
  }

  /// Shows a progress line in the place of the last one.
  func progress(_ text: String) {
    showsProgress = true
    write("\r\u{1B}[K" + TerminalText.escaped(text))
  }

  /// Takes the progress line away.
  func clearProgress() {
    if showsProgress { write("\r\u{1B}[K") }
    showsProgress = false
  }

  /// There is nowhere to report a failure of this to.
  private func write(_ text: String) {
    try? Array(text.utf8).withRawSpan { (bytes) throws(HTTPException) in try Syscalls.writeFile(Syscalls.standardError, bytes) }
  }
}
