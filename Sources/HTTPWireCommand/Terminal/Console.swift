import HTTPWire
import HTTPWireSupport

/// Standard error. It prints messages line by line, escaped for terminals, and a progress line that they replace.
final class Console {
  /// Whether standard error is a terminal.
  let isTerminal: Bool
  private var showsProgress = false
  private var secrets: [String] = []

  init(isTerminal: Bool = Syscalls.isTerminal(Syscalls.standardError)) {
    self.isTerminal = isTerminal
  }

  /// Hides these texts, quoted or not, in everything that is printed from now on.
  func hide(_ texts: [String]) {
    for text in texts where !text.isEmpty {
      // Python quotes in another way if the text has both kinds of quotes.
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

  /// Shows a progress line in place of the last one.
  func progress(_ text: String) {
    showsProgress = true
    write("\r\u{1B}[K" + TerminalText.escaped(text))
  }

  /// Removes the progress line.
  func clearProgress() {
    if showsProgress { write("\r\u{1B}[K") }
    showsProgress = false
  }

  /// Writes to standard error. Errors are ignored, because there is nowhere to report them.
  private func write(_ text: String) {
    try? Syscalls.writeFile(Syscalls.standardError, Array(text.utf8).span)
  }
}
