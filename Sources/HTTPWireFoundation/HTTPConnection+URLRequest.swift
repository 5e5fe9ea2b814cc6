public import HTTPWire
public import HTTPWireCore
internal import HTTPWireSession

#if canImport(FoundationNetworking)
public import FoundationNetworking
#else
public import Foundation
#endif

extension HTTPConnection {
  /// Sends a `URLRequest`: its method, the target of its URL, its fields and its body, and nothing that it does not have.
  ///
  /// ```swift
  /// import Foundation
  /// import HTTPWireFoundation
  ///
  /// #if canImport(FoundationNetworking)
  /// import FoundationNetworking
  /// #endif
  ///
  /// func status(of request: URLRequest) throws -> Int? {
  ///   guard let url = request.url else { return nil }
  ///   let connection = try HTTPConnection(url: HTTPURL(url), timeout: .seconds(request.timeoutInterval))
  ///   try connection.request(request)
  ///   return try connection.getResponse().status
  /// }
  /// ```
  ///
  /// | of the `URLRequest` | what becomes of it |
  /// |---|---|
  /// | fields | sorted by name, because a `URLRequest` has them in no order; each name once |
  /// | `httpBody` | sent with a `Content-Length`. No `Content-Type` is added; `URLSession` calls every body a form |
  /// | `httpBodyStream` | read once, in blocks, and sent in chunks unless the fields have a `Content-Length`. A stream that is not open is opened, and closed in the end |
  /// | user and password of the URL | not sent. Set `Authorization` to ``HTTPWireSession/HTTPURL/authorization`` |
  /// | `timeoutInterval` | not used. The connection's `timeout` means nearly the same: the longest wait for the peer |
  /// | `cachePolicy`, `networkServiceType`, `httpShouldHandleCookies`, `allowsCellularAccess` and the rest | not used: a connection has no cache, no cookies and one network |
  ///
  /// Throws `invalidURL` and `unsupportedScheme` for a URL that is missing or none of HTTP's, and `invalidArgument` if its server is not
  /// that of the connection. Throws what `request` throws for its parts, and `bodySource` if the stream can't be read.
  public func request(_ request: URLRequest) throws(HTTPException) {
    let parts = try URLRequestParts(request)
    try checkServer(scheme: parts.url.scheme.rawValue, authority: parts.url.origin.hostField)
    try self.request(parts.method, parts.url.target, body: parts.body, headers: parts.headers)
  }
}
