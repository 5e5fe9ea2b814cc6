public import Foundation
public import HTTPWire
public import HTTPWireCore

extension HTTPResponse {
  /// Reads the body to its end and decodes it as JSON.
  ///
  /// ```swift
  /// import HTTPWireFoundation
  ///
  /// struct Release: Decodable {
  ///   var version: String
  /// }
  /// let release = try response.json(Release.self)
  /// ```
  ///
  /// Neither the status nor the `Content-Type` is checked: many servers call JSON `text/plain`, and many explain an error in JSON. Look at
  /// `status` before, and at `headers.getContentType()` where it matters. Content codings are not undone.
  ///
  /// Throws what `read()` throws, and `custom` with the decoder's error, such as a `DecodingError`. The body is read then, and gone. To
  /// keep it, read it first and give it to the decoder as `Data(body)`.
  public func json<Value: Decodable>(
    _ type: Value.Type = Value.self, with decoder: JSONDecoder = JSONDecoder()
  ) throws(HTTPException) -> Value {
    let body = Data(try read())
    do {
      return try decoder.decode(type, from: body)
    } catch {
      throw HTTPException(error)
    }
  }
}
