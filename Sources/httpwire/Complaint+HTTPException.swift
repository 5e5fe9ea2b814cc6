import HTTPWire

extension Complaint {
  /// A failure of the library in the command's classes.
  init(_ error: HTTPException) {
    self.init(CommandStatus(error), error.description)
  }
}
