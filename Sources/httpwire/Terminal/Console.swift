import HTTPWire

/// Standard error: messages a line at a time, made fit for a terminal, and a progress line that gives way to them.
final class Console {
  /// Whether standard error is a terminal.
  let isTerminal: Bool
  private var showsProgress = false

  init(isTerminal: Bool = Syscalls.isTerminal(Syscalls.standardError)) {
    self.isTerminal = isTerminal
  }

  /// Prints a line.
  func line(_ text: String) {
    clearProgress()
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
