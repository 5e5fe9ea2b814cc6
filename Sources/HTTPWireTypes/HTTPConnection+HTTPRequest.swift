#if HTTPTypes
public import HTTPTypes
public import HTTPWire

extension HTTPConnection {
  /// Sends a request of swift-http-types.
  ///
  /// ```swift
  /// let connection = try HTTPSConnection("www.python.org")
  /// let request = HTTPRequest(method: .get, scheme: "https", authority: "www.python.org", path: "/about/")
  /// try connection.request(request)
  /// ```
  ///
  /// | of the request | what becomes of it |
  /// |---|---|
  /// | `path` | the target. It starts with a slash, or is `*` with OPTIONS |
  /// | `scheme`, `authority` | they must be those of the connection's server, where they are there. `Host` is the connection's |
  /// | `authority` with CONNECT | the target, a host and a port. There is no scheme and no path then |
  /// | `headerFields` | sent as `HTTPMessage` has them, but with one `Cookie` for several (RFC 9113 section 8.2.3) |
  ///
  /// A `Host` among the fields must be the authority. To send other targets, or to give more than a body, use the other forms of `request`
  /// with `HTTPMessage(request.headerFields)`.
  ///
  /// Throws `invalidArgument` if the scheme, the server or `Host` is another one, and for CONNECT with a protocol (RFC 8441), which only
  /// HTTP/2 has. Throws `invalidURL` for a path or an authority that is missing or not valid. The connection can be used as before. Also
  /// throws what `request` throws for the parts.
  public func request(_ request: HTTPRequest, body: RequestBody? = nil) throws(HTTPException) {
    let target = try Self.target(of: request)
    if request.method != .connect { try checkServer(scheme: request.scheme, authority: request.authority) }
    let headers = Self.message(request.headerFields)
    if let authority = request.authority, headers.getAll("Host").contains(where: { $0.lowercased() != authority.lowercased() }) {
      throw .invalidArgument("the request has a Host that is not its authority")
    }
    try self.request(request.method.rawValue, target, body: body, headers: headers)
  }

  /// The target in HTTP/1.1 (RFC 9112 section 3.2).
  private static func target(of request: HTTPRequest) throws(HTTPException) -> String {
    guard request.extendedConnectProtocol == nil else { throw .invalidArgument("CONNECT with a protocol is for HTTP/2 and later") }
    if request.method == .connect {
      // RFC 9113 section 8.5.
      guard let authority = request.authority, request.scheme == nil, request.path == nil else {
        throw .invalidURL("CONNECT needs an authority, and must have no scheme and no path")
      }
      return authority
    }
    guard let path = request.path, !path.isEmpty else { throw .invalidURL("the request has no path: the root is /") }
    guard path.utf8.first == UInt8(ascii: "/") || (path == "*" && request.method == .options) else {
      throw .invalidURL("the request's path does not start with a slash")
    }
    return path
  }

  /// The fields, with a single `Cookie`.
  private static func message(_ fields: HTTPFields) -> HTTPMessage {
    var message = HTTPMessage(fields)
    let cookies = fields[fields: .cookie].map(\.valueBytes)
    if cookies.count > 1 {
      message.remove("Cookie")
      message.add(name: "Cookie".utf8, value: Array(cookies.joined(separator: Array("; ".utf8))))
    }
    return message
  }
}
#endif
