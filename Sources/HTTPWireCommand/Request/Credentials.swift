import HTTPWireSession

/// The user and password of the command line.
enum Credentials {
  /// Those of `--oauth2-bearer`, of `-u`, or else of the URL. Throws `badUsage` for what can't be sent, without showing it.
  static func of(_ request: RequestSettings, _ url: HTTPURL) throws(Complaint) -> ServerCredentials? {
    do throws(HTTPException) {
      if let token = request.bearer { return try .bearer(token) }
      let (user, password): (String, String)
      if let typed = request.user {
        guard let text = String(validating: typed, as: UTF8.self) else { throw .invalidArgument("the user of -u is not UTF-8") }
        let name = text.prefix { $0 != ":" }
        let rest = text[name.endIndex...]
        (user, password) = (String(name), rest.isEmpty ? PasswordPrompt.ask(for: String(name)) : String(rest.dropFirst()))
      } else if let name = url.user {
        (user, password) = (name, url.password ?? "")
      } else {
        return nil
      }
      return request.authentication == .digest ? try .digest(user: user, password: password) : try .basic(user: user, password: password)
    } catch {
      throw Complaint(.badUsage, Complaint(error).text)
    }
  }
}
