/// The request methods of RFC 9110 section 9.3 and RFC 5789, as text (Python's `http.HTTPMethod`).
///
/// A method is case-sensitive text, and a server may know others. Therefore these are constants and not a type.
///
/// ```swift
/// try connection.request(HTTPMethod.get, "/")
/// ```
public enum HTTPMethod {
  /// Opens a tunnel to the authority that is the request target (RFC 9110 section 9.3.6).
  public static let connect = "CONNECT"
  /// Removes the target resource (RFC 9110 section 9.3.5).
  public static let delete = "DELETE"
  /// Fetches the target resource (RFC 9110 section 9.3.1).
  public static let get = "GET"
  /// Like GET, but the response has only a head (RFC 9110 section 9.3.2).
  public static let head = "HEAD"
  /// Asks for the communication options of the target resource (RFC 9110 section 9.3.7).
  public static let options = "OPTIONS"
  /// Changes part of the target resource (RFC 5789).
  public static let patch = "PATCH"
  /// Lets the target resource process the body (RFC 9110 section 9.3.3).
  public static let post = "POST"
  /// Replaces the target resource with the body (RFC 9110 section 9.3.4).
  public static let put = "PUT"
  /// Returns the request as the server received it (RFC 9110 section 9.3.8).
  public static let trace = "TRACE"

  /// All methods of this list, in alphabetical order.
  public static let all = [connect, delete, get, head, options, patch, post, put, trace]
}
