import HTTPWireFoundation
import HTTPWireTesting

/// Responses without a server.
enum Replies {
  /// The response that a text is.
  static func response(_ text: String, leniency: ParsingLeniency = .default) throws(HTTPException) -> HTTPResponse {
    try response(Array(text.utf8), leniency: leniency)
  }

  static func response(_ bytes: [UInt8], leniency: ParsingLeniency = .default) throws(HTTPException) -> HTTPResponse {
    let response = HTTPResponse(stream: ScriptedStream([bytes]), method: "GET", leniency: leniency)
    try response.begin()
    return response
  }
}
