import HTTPWire
import HTTPWireTesting

/// Runs the examples of `http.client`'s documentation, and some others, against a server.
struct Demo {
  let server: LoopbackServer
  let transcript: Transcript

  func run() throws {
    try constructors()
    try get()
    try head()
    try post()
    try put()
    try stepByStep()
    try chunks()
    try pieces()
    try headers()
    try typedError()
    try https()
  }

  // MARK: Used by the examples

  /// The server of an example.
  struct Origin {
    let server: LoopbackServer
    /// Makes a connection to the server, and shows the call.
    let connect: () throws(HTTPException) -> HTTPConnection
  }

  /// The server without TLS.
  var plain: Origin { Origin(server: server) { () throws(HTTPException) in try connect() } }

  /// Makes a connection to the server, and shows the call.
  func connect() throws(HTTPException) -> HTTPConnection {
    transcript.call("let connection = try HTTPConnection(\(SwiftCode.literal(server.host)), port: \(server.port), timeout: .seconds(30))")
    return try HTTPConnection(server.host, port: server.port, timeout: .seconds(30))
  }

  /// Gets the response, and shows its status and reason.
  func getResponse(_ connection: HTTPConnection, as name: String = "response", expected: String) throws(HTTPException) -> HTTPResponse {
    transcript.call("let \(name) = try connection.getResponse()")
    let response = try connection.getResponse()
    transcript.call("print(\(name).status, \(name).reason)")
    transcript.result("\(response.status) \(response.reason)", expected: expected)
    return response
  }

  /// Reads the rest of a body, and shows it as text.
  func readText(_ response: HTTPResponse, expected: String) throws(HTTPException) {
    transcript.call("print(String(decoding: try response.read(), as: UTF8.self))")
    transcript.result(String(decoding: try response.read(), as: UTF8.self), expected: expected)
  }

  func close(_ connection: HTTPConnection) {
    transcript.call("connection.close()")
    connection.close()
  }
}
