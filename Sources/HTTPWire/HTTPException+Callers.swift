extension HTTPException {
  /// Converts an error of the caller's own code: an `HTTPException` stays as it is, any other error is put inside `custom`.
  package init(_ error: some Error) { self = error as? HTTPException ?? .custom(error) }
}
