import HTTPWire
import HTTPWireTesting

/// The examples of `http.client`'s documentation, and a few of what else there is, run against a server.
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

  // MARK: For the examples

  /// A server that an example talks to.
  struct Origin {
    let server: LoopbackServer
    /// Makes a connection to it, and shows that.
    let connect: () throws(HTTPException) -> HTTPConnection
  }

  /// The plain server.
  var plain: Origin { Origin(server: server) { () throws(HTTPException) in try connect() } }

  /// A connection to the server, shown.
  func connect() throws(HTTPException) -> HTTPConnection {
    transcript.call("let connection = try HTTPConnection(\(SwiftCode.literal(server.host)), port: \(server.port), timeout: .seconds(30))")
    return try HTTPConnection(server.host, port: server.port, timeout: .seconds(30))
  }

  /// A response to a request that was sent, shown with its status and reason.
  func getResponse(_ connection: HTTPConnection, as name: String = "response", expected: String) throws(HTTPException) -> HTTPResponse {
    transcript.call("let \(name) = try connection.getResponse()")
    let response = try connection.getResponse()
    transcript.call("print(\(name).status, \(name).reason)")
    transcript.result("\(response.status) \(response.reason)", expected: expected)
    return response
  }

  /// The rest of a body, shown as text.
  func readText(_ response: HTTPResponse, expected: String) throws(HTTPException) {
    transcript.call("print(String(decoding: try response.read(), as: UTF8.self))")
    transcript.result(String(decoding: try response.read(), as: UTF8.self), expected: expected)
  }

  func close(_ connection: HTTPConnection) {
    transcript.call("connection.close()")
    connection.close()
  }
}
