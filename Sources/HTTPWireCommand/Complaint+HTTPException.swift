import HTTPWire

extension Complaint {
  /// The complaint about an error of the library.
  init(_ error: HTTPException) {
    self.init(CommandStatus(error), error.words)
  }
}
