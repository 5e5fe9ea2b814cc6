import HTTPWire

extension Complaint {
  /// The complaint about an error of the library.
  init(_ error: HTTPException) {
    if case .custom(let complaint as Complaint) = error { self = complaint } else { self.init(CommandStatus(error), error.words) }
  }
}
