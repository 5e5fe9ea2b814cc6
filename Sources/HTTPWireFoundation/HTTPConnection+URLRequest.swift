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
  /// | fields | sorted by name, because a `URLRequest` has them in no order |
  /// | `httpBody` | sent with a `Content-Length`, without a `Content-Type` that nobody has set |
  /// | `httpBodyStream` | read once, and sent in chunks unless the fields have a `Content-Length` |
  /// | user and password of the URL | not sent; `HTTPURL.authorization` is what `Authorization` would have |
  /// | `timeoutInterval` | not used; a connection's `timeout` means nearly the same. Infinite is nil there, as a `Duration` has an end |
  /// | all else, such as `cachePolicy` and `networkServiceType` | not used; a connection has no cache, no cookies and one network |
  ///
  /// A body stream that is not open is opened, and closed in the end.
  ///
  /// Throws `invalidURL` and `unsupportedScheme` for a URL that is missing or none of HTTP's, and `invalidArgument` if its server is not
  /// that of the connection. Throws what `request` throws for its parts, and `bodySource` if the stream can't be read.
  public func request(_ request: URLRequest) throws(HTTPException) {
    let parts = try URLRequestParts(request)
    try checkServer(scheme: parts.url.scheme.rawValue, authority: parts.url.origin.hostField)
    try self.request(parts.method, parts.url.target, body: parts.body, headers: parts.headers)
  }
}
