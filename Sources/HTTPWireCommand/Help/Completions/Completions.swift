import HTTPWireCore

/// What shells need to complete flags (`--completions`), made from the same tables as the help.
enum Completions {
  /// The script for a shell. Throws `badUsage` for another shell.
  static func text(for shell: String) throws(Complaint) -> String {
    switch shell {
    case "bash": BashCompletions.text
    case "zsh": ZshCompletions.text
    case "fish": FishCompletions.text
    default: throw Complaint(.badUsage, "--completions: it is bash, zsh or fish")
    }
  }

  /// What can stand in the place of a flag's value.
  enum Values: Hashable {
    case files
    case directories
    /// Text, or a file's name behind an `@`.
    case filesBehindAt
    case words([String])
    /// Nothing that a shell could know, such as a number or a host.
    case unknown
  }

  /// The values of a flag, by the name that its value has in the tables; nil for a flag without a value.
  static func values(of flag: Flag) -> Values? {
    guard case .value(let name, _) = flag.effect else { return nil }
    switch name {
    case "directory": return .directories
    case "path": return .files
    case "data", "format": return .filesBehindAt
    case "method": return .words(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
    case "schemes": return .words(["=https", "=http", "=http,https"])
    case _ where name.hasText("|"): return .words(name.split(separator: "|").map(String.init))
    case _ where name.hasText("file"): return .files
    default: return .unknown
    }
  }

  /// The names of a flag as they are typed.
  static func names(_ flag: Flag) -> [String] {
    (flag.short.map { ["-\(Character(Unicode.Scalar($0)))"] } ?? []) + ["--" + flag.long]
  }

  static var flags: [Flag] { FlagGroup.all.flatMap(\.flags) }

  /// What can stand in the place of the first URL.
  static let commands = ["demo", "help", "exit-codes"]
}
