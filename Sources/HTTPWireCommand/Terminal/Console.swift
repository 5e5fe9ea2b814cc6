import HTTPWire
import HTTPWireSupport
import Synchronization

/// Standard error. It prints messages line by line, escaped for terminals, and a progress line that they replace. Any thread may use it.
final class Console: Sendable {
  /// Whether standard error is a terminal on which a line can be replaced.
  let isTerminal: Bool
  private let descriptor: Int32
  private let state = Mutex(State())

  private struct State {
    var showsProgress = false
    var secrets = Secrets()
  }

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
  func hide(_ texts: [String]) { state.withLock { $0.secrets.add(texts) } }

  /// Prints a line.
  func line(_ text: String) {
    state.withLock { state in
      clearProgress(&state)
      write(TerminalText.escaped(state.secrets.hidden(in: text)) + "\n")
    }
  }

  /// Writes bytes as they are.
  func write(_ bytes: [UInt8]) {
    state.withLock { state in
      clearProgress(&state)
      try? Syscalls.writeFile(descriptor, bytes.span)
    }
  }

  /// Shows a progress line in place of the last one. It is cut to the terminal's width, as only one line can be replaced. The last column
  /// stays free, because some terminals go on to the next line there.
  func progress(_ text: String) {
    guard isTerminal else { return }
    state.withLock { state in
      state.showsProgress = true
      write("\r\u{1B}[K" + TerminalWidth.cut(TerminalText.escaped(text), to: width - 1))
    }
  }

  /// Removes the progress line.
  func clearProgress() { state.withLock { clearProgress(&$0) } }

  private func clearProgress(_ state: inout State) {
    if state.showsProgress { write("\r\u{1B}[K") }
    state.showsProgress = false
  }

  /// Writes to standard error. Errors are ignored, because there is nowhere to report them.
  private func write(_ text: String) {
    try? Syscalls.writeFile(descriptor, Array(text.utf8).span)
  }
}
