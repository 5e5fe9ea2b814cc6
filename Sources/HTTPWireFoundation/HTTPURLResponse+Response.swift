public import Foundation
public import HTTPWire
internal import HTTPWireCore

#if canImport(FoundationNetworking)
public import FoundationNetworking
#endif

extension HTTPURLResponse {
  /// The status and the fields of a response, for code that expects Foundation's. The body stays where it is, to be read.
  ///
  /// ```swift
  /// import Foundation
  /// import HTTPWireFoundation
  ///
  /// #if canImport(FoundationNetworking)
  /// import FoundationNetworking
  /// #endif
  ///
  /// func answer(_ url: URL) throws -> (Data, HTTPURLResponse?) {
  ///   let target = try HTTPURL(url)
  ///   let connection = try HTTPConnection(url: target)
  ///   try connection.request("GET", target.target)
  ///   let response = try connection.getResponse()
  ///   return (Data(try response.read()), HTTPURLResponse(response, url: url))
  /// }
  /// ```
  ///
  /// An `HTTPURLResponse` has each name once, so the values of a repeated field are joined by ", ", `Set-Cookie` among them. Foundation
  /// writes some names in a case of its own. Values are text in Latin-1, as in `HTTPResponse`. The order of the fields, the reason phrase
  /// and the trailers are lost.
  ///
  /// Returns nil where Foundation does.
  public convenience init?(_ response: HTTPResponse, url: URL) {
    var names: [String: String] = [:]
    var fields: [String: String] = [:]
    for (name, value) in response.headers.items {
      // A name is ASCII, or else it is compared as it came.
      let first = names[name.lowercased(), default: name]
      names[name.lowercased()] = first
      fields[first] = fields[first].map { "\($0), \(value)" } ?? value
    }
    self.init(
      url: url, statusCode: response.status, httpVersion: response.version == 10 ? "HTTP/1.0" : "HTTP/1.1", headerFields: fields)
  }
}
