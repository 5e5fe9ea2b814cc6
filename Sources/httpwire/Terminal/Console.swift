import HTTPWire
import HTTPWireSupport

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
    for text in texts where !text.isEmpty {
      // Python quotes otherwise where both kinds of quotes stand in the text.
      let quoted = [SwiftCode.literal(text).dropFirst(1).dropLast(1), PythonRepr.bytes(text.utf8).dropFirst(2).dropLast(1)]
      secrets += [text, String(PythonRepr.bytes((text + "'\"").utf8).dropFirst(2).dropLast(4))] + quoted.map { String($0) }
    }
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
    try? Syscalls.writeFile(Syscalls.standardError, Array(text.utf8).span)
  }
}
