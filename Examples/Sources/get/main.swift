// Fetches one resource and prints it.
//
//   swift run --package-path Examples get localhost:8080 /index.html
import HTTPWire

let arguments = CommandLine.arguments.dropFirst()
let host = arguments.first ?? "localhost:8080"
let path = arguments.dropFirst().first ?? "/"

do {
  let connection = try HTTPConnection(host, timeout: .seconds(10))
  defer { connection.close() }
  try connection.request("GET", path, headers: ["Accept": "text/html, text/plain"])
  let response = try connection.getResponse()
  print(response.status, response.reason)
  for field in response.headers { print("\(field.name): \(field.value)") }
  print()
  print(String(decoding: try response.read(), as: UTF8.self))
} catch {
  // Typed throws: this is an HTTPException, and says whose fault it is.
  print("\(host): \(error) (fault: \(error.fault))")
}
