public import Foundation
public import HTTPWire
public import HTTPWireCore
internal import HTTPWireSession

extension RequestBody {
  /// A value as JSON, encoded at once. Its `contentType` is `application/json`.
  ///
  /// ```swift
  /// import HTTPWireFoundation
  ///
  /// struct Entry: Codable {
  ///   var name: String
  /// }
  /// let body = try RequestBody.json(encoding: Entry(name: "spam"))
  /// try connection.request("POST", "/entries", body: body, headers: body.headers)
  /// ```
  ///
  /// Throws `custom` with the encoder's error, such as an `EncodingError`.
  public static func json(
    encoding value: some Encodable, with encoder: JSONEncoder = JSONEncoder()
  ) throws(HTTPException) -> RequestBody {
    do {
      return .json(try encoder.encode(value))
    } catch {
      throw HTTPException(error)
    }
  }
}
