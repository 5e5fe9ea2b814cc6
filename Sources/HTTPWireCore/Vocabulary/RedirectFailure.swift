/// A redirection that is not followed, although its status says that it can be (RFC 9110 section 15.4).
public struct RedirectFailure: Sendable, Hashable {
  /// Why a redirection is not followed.
  public enum Kind: Sendable, Hashable {
    /// As many redirections as are allowed have been followed. They may lead in a circle.
    case tooMany(limit: Int)
    /// The `Location` is not a URL that a request can be sent to, has control characters, a user or a password, or there are several that
    /// differ. The text says which.
    case badLocation(String)
    /// The `Location` has a scheme other than http and https, or one that the policy does not allow. The text is that scheme.
    case unsupportedScheme(String)
    /// The redirection leads from https to http, and that was not allowed.
    case insecure
    /// The body would have to be sent again, but its source can be read only once.
    case bodyNotReplayable
  }

  /// Why the redirection is not followed.
  public let kind: Kind
  /// The status of the response.
  public let status: Int
  /// The URL whose response it is, without its user and password.
  public let url: String
  /// The URLs that were requested before, first to last, without users and passwords.
  public let history: [String]

  /// Creates a failure. `RedirectPolicy` does this; tests may, too.
  public init(_ kind: Kind, status: Int, url: String, history: [String] = []) {
    self.kind = kind
    self.status = status
    self.url = url
    self.history = history
  }

  /// Whose fault it is: the caller's if the body can't be sent again, and else the server's.
  var fault: HTTPException.Fault { kind == .bodyNotReplayable ? .caller : .peer }
}

extension RedirectFailure: CustomStringConvertible {
  /// What was wrong, and with which response.
  public var description: String { "the redirection \(status) of \(url) \(text)" }

  private var text: String {
    switch kind {
    case .tooMany(let limit): "is not followed: \(limit) were followed before it"
    case .badLocation(let reason): "has a Location that can't be followed: \(reason)"
    case .unsupportedScheme(let scheme): "leads to the scheme \(PythonRepr.string(scheme)), which is not followed"
    case .insecure: "leads from https to http; allow it in the RedirectPolicy if that is meant"
    case .bodyNotReplayable: "needs the body again, which can be read only once"
    }
  }
}
