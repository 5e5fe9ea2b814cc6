internal import Foundation
internal import HTTPWire
internal import HTTPWireCore
internal import HTTPWireSession

#if canImport(FoundationNetworking)
internal import FoundationNetworking
#endif

/// What of a `URLRequest` is sent.
struct URLRequestParts {
  let method: String
  let url: HTTPURL
  let headers: HTTPMessage
  let body: RequestBody?

  /// Throws `invalidURL` and `unsupportedScheme` if the request's URL is missing or none that HTTP can be sent to.
  init(_ request: URLRequest) throws(HTTPException) {
    guard let url = request.url else { throw .invalidURL("the URLRequest has no URL") }
    self.url = try HTTPURL(url)
    method = request.httpMethod ?? HTTPMethod.get
    headers = HTTPMessage(dictionary: request.allHTTPHeaderFields ?? [:])
    // A URLRequest has at most one of the two.
    body = request.httpBody.map { .bytes($0) } ?? request.httpBodyStream.map { .file(InputStreamSource($0)) }
  }
}
