// Python's own spellings, so that a program written from memory gets a fix-it.

extension HTTPConnection {
  /// Python's name of ``getResponse()``.
  @available(*, unavailable, renamed: "getResponse()")
  public func getresponse() throws(HTTPException) -> HTTPResponse { try getResponse() }

  /// Python's name of ``setDebugLevel(_:)``.
  @available(*, unavailable, renamed: "setDebugLevel(_:)")
  public func set_debuglevel(_ level: Int) { setDebugLevel(level) }
}
