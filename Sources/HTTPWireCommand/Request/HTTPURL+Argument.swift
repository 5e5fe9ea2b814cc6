import HTTPWireSession

extension HTTPURL {
  /// The URL of a command line. Its path is sent as it was typed.
  ///
  /// Throws `unsupportedScheme`, and `badURL` for user information and all that is not a URL. No message shows user information.
  init(argument text: String) throws(Complaint) {
    do {
      try self.init(text, pathAsIs: true)
    } catch {
      throw Complaint(error)
    }
    if user != nil { throw .malformed("URL", "has user information, which is not supported; send it with -H 'Authorization: ...'") }
  }

  /// The last segment of the path, percent-encoded.
  var lastSegment: Substring { path.split(separator: "/", omittingEmptySubsequences: false).last ?? "" }
}
