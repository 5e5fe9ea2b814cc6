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
  // The one type that is thrown here, so its properties are at hand.
  print("\(host): \(error) (to be mended by the \(error.fault))")
}
