import HTTPWire
import HTTPWireSupport

/// Standard error. It prints messages line by line, escaped for terminals, and a progress line that they replace.
final class Console {
  /// Whether standard error is a terminal on which a line can be replaced.
  let isTerminal: Bool
  private let descriptor: Int32
  private var showsProgress = false
  private var secrets = Secrets()

  init(_ descriptor: Int32 = Syscalls.standardError, kind: String? = Syscalls.environmentVariable("TERM")) {
    self.descriptor = descriptor
    // A dumb terminal would show the escape sequences.
    isTerminal = Syscalls.isTerminal(descriptor) && kind != "dumb"
  }

  /// The columns of the terminal, which may change at any time.
  private var width: Int {
    Syscalls.terminalWidth(descriptor) ?? Syscalls.environmentVariable("COLUMNS").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } ?? 80
  }

  /// Hides these texts, quoted or not, in everything that is printed from now on.
  func hide(_ texts: [String]) { secrets.add(texts) }

  /// Prints a line.
  func line(_ text: String) {
    clearProgress()
    write(TerminalText.escaped(secrets.hidden(in: text)) + "\n")
  }

  /// Shows a progress line in place of the last one. It is cut to the terminal's width, as only one line can be replaced. The last column
  /// stays free, because some terminals go on to the next line there.
  func progress(_ text: String) {
    guard isTerminal else { return }
    showsProgress = true
    write("\r\u{1B}[K" + TerminalWidth.cut(TerminalText.escaped(text), to: width - 1))
  }

  /// Removes the progress line.
  func clearProgress() {
    if showsProgress { write("\r\u{1B}[K") }
    showsProgress = false
  }

  /// Writes to standard error. Errors are ignored, because there is nowhere to report them.
  private func write(_ text: String) {
    try? Syscalls.writeFile(descriptor, Array(text.utf8).span)
  }
}
