import HTTPWireSession

/// The URL of a command line.
enum URLArgument {
  /// Parses a URL with the parts that flags add to its query. Its path is sent as it was typed.
  ///
  /// Throws `unsupportedScheme` and `badURL`. No message shows user information.
  static func url(_ argument: Argument, _ settings: Settings) throws(Complaint) -> HTTPURL {
    do throws(HTTPException) {
      let url = try HTTPURL(try withQuery(argument, settings.request), pathAsIs: true)
      if let allowed = settings.connection.schemes, !allowed.contains(url.scheme.rawValue) {
        throw HTTPException.unsupportedScheme(url.scheme.rawValue + ", which --proto does not allow")
      }
      if url.scheme == .https, !SecureTransport.isBuiltIn {
        throw HTTPException.custom(Complaint(.unsupportedScheme, SecureTransport.absence))
      }
      return url
    } catch HTTPException.custom(let complaint as Complaint) {
      throw complaint
    } catch {
      throw Complaint(error)
    }
  }

  /// The URL's text with the data of `-G` and of `--url-query` behind its query.
  private static func withQuery(_ argument: Argument, _ request: RequestSettings) throws(HTTPException) -> String {
    do throws(Complaint) {
      let text = try argument.text()
      var added: [String] = []
      for piece in request.query { added.append(try Argument(piece.bytes()).text()) }
      if request.isGet, !request.data.isEmpty { added.append(try Argument(request.data.joined()).text()) }
      added.removeAll { $0.isEmpty }
      if added.isEmpty { return text }
      let fragment = text.firstIndex(of: "#") ?? text.endIndex
      let base = text[..<fragment]
      let separator = !base.contains("?") ? "?" : base.hasSuffix("?") || base.hasSuffix("&") ? "" : "&"
      return base + separator + added.joined(separator: "&") + text[fragment...]
    } catch {
      throw .custom(error)
    }
  }
}

extension HTTPURL {
  /// The last segment of the path, percent-encoded.
  var lastSegment: Substring { path.split(separator: "/", omittingEmptySubsequences: false).last ?? "" }
}
