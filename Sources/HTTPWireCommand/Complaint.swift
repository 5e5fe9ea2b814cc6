/// Why the command fails: its exit status and its message on standard error.
struct Complaint: Error, Equatable {
  let status: CommandStatus
  let text: String

  init(_ status: CommandStatus, _ text: String) {
    self.status = status
    self.text = text
  }
}

extension Complaint {
  static func malformed(_ owner: String, _ what: String) -> Complaint { Complaint(.badURL, "the \(owner) \(what)") }
}
