/// The registered request methods as text, for `request(_:_:)` and `putRequest(_:_:)` (RFC 9110 section 9.3; Python's `http.HTTPMethod`).
///
/// Methods are case-sensitive text and a server may know others, so these are constants, not a type of their own.
public enum HTTPMethod {
  /// Opens a tunnel to the authority that is the request target (RFC 9110 section 9.3.6).
  public static let connect = "CONNECT"
  /// Removes what the target stands for (RFC 9110 section 9.3.5).
  public static let delete = "DELETE"
  /// Fetches the target (RFC 9110 section 9.3.1).
  public static let get = "GET"
  /// As GET, with the head of the response alone (RFC 9110 section 9.3.2).
  public static let head = "HEAD"
  /// Asks which ways of communicating there are (RFC 9110 section 9.3.7).
  public static let options = "OPTIONS"
  /// Changes part of the target (RFC 5789).
  public static let patch = "PATCH"
  /// Has the target process the body in its own way (RFC 9110 section 9.3.3).
  public static let post = "POST"
  /// Replaces the target by the body (RFC 9110 section 9.3.4).
  public static let put = "PUT"
  /// Has the request sent back as it arrived (RFC 9110 section 9.3.8).
  public static let trace = "TRACE"

  /// All of them, in alphabetical order.
  public static let all = [connect, delete, get, head, options, patch, post, put, trace]
}
