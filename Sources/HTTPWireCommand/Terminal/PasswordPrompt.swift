import HTTPWire
import HTTPWireSupport
import Synchronization

/// Asks for a password on the terminal, without showing it.
enum PasswordPrompt {
  /// The password of each user that was asked for. All URLs of a command line have the same.
  private static let known = Mutex<[String: String]>([:])

  /// The password; empty if there is no terminal.
  static func ask(for user: String) -> String {
    known.withLock { known in
      if let password = known[user] { return password }
      let password = Syscalls.readSecret(prompt: TerminalText.escaped("Password for user '\(user)': ")) ?? ""
      known[user] = password
      return password
    }
  }
}
