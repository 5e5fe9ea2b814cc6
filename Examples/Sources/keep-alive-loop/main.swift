// Fetches several resources over one connection, each body in pieces, so that no body has to fit into memory.
//
//   swift run --package-path Examples keep-alive-loop localhost:8080 / /index.html
import HTTPWire

let arguments = CommandLine.arguments.dropFirst()
let host = arguments.first ?? "localhost:8080"
let paths = arguments.count > 1 ? Array(arguments.dropFirst()) : ["/", "/"]

do {
  let connection = try HTTPConnection(host, timeout: .seconds(10))
  defer { connection.close() }
  for path in paths {
    // Opens the connection the first time, and again only if the server closed it.
    try connection.request("GET", path)
    let response = try connection.getResponse()
    var received = 0
    while !response.isClosed {
      let piece = try response.read(200)
      received += piece.count
    }
    // The body has been read to its end, so the connection is ready for the next request.
    print("\(path): \(response.status) \(response.reason), \(received) bytes")
  }
} catch {
  print("\(host): \(error)")
}
