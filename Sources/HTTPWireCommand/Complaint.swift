/// Why the command fails: its exit status and its message on standard error.
struct Complaint: Error, Equatable {
  let status: CommandStatus
  let text: String

  init(_ status: CommandStatus, _ text: String) {
    self.status = status
    self.text = text
  }
}
