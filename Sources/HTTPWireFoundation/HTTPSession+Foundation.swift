public import Foundation
public import HTTPWireCore
public import HTTPWireSession

#if canImport(FoundationNetworking)
public import FoundationNetworking
#endif

extension HTTPSession.Response {
  /// The body, decoded as JSON.
  ///
  /// ```swift
  /// import HTTPWireFoundation
  ///
  /// let names = try session.get("https://example.org/names").checkStatus().json([String].self)
  /// ```
  ///
  /// Neither the status nor the `Content-Type` is checked: many servers call JSON `text/plain`, and many explain an error in JSON. Throws
  /// `custom` with the decoder's error, such as a `DecodingError`.
  public func json<Value: Decodable>(
    _ type: Value.Type = Value.self, with decoder: JSONDecoder = JSONDecoder()
  ) throws(HTTPException) -> Value {
    do {
      return try decoder.decode(type, from: Data(body))
    } catch {
      throw HTTPException(error)
    }
  }
}

extension HTTPSession.Request {
  /// The request that a `URLRequest` stands for. Its fields, its body and its `httpBodyStream` are taken over as by
  /// `HTTPConnection.request`, and the URL's user and password are sent as Basic credentials. All else is not used; for a time limit, set
  /// ``HTTPWireSession/HTTPSession/Request/deadline``.
  ///
  /// Throws `invalidURL` and `unsupportedScheme` for a URL that is missing or none of HTTP's.
  public init(_ request: URLRequest) throws(HTTPException) {
    let parts = try URLRequestParts(request)
    self.init(parts.method, parts.url, headers: parts.headers, body: parts.body)
  }
}
