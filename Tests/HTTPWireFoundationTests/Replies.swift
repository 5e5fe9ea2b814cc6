import HTTPWireFoundation
import HTTPWireTesting

/// Responses without a server.
enum Replies {
  /// The response that a text is.
  static func response(_ text: String) throws(HTTPException) -> HTTPResponse { try response(Array(text.utf8)) }

  static func response(_ bytes: [UInt8]) throws(HTTPException) -> HTTPResponse {
    let response = HTTPResponse(stream: ScriptedStream([bytes], atEnd: .end), method: "GET")
    try response.begin()
    return response
  }
}
