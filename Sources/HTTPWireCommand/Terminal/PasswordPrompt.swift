import HTTPWire
import HTTPWireSupport

/// Asks for a password on the terminal, without showing it.
enum PasswordPrompt {
  /// The password; empty if there is no terminal.
  static func ask(for user: String) -> String {
    Syscalls.readSecret(prompt: TerminalText.escaped("Password for user '\(user)': ")) ?? ""
  }
}
