extension HTTPException {
  /// An error that the caller's own code has thrown: itself where it is an `HTTPException`, otherwise inside of `custom`.
  init(_ error: some Error) { self = error as? HTTPException ?? .custom(error) }
}
