// Opens a WebSocket, sends a text and a binary message, and prints what comes back (RFC 6455).
//
//   swift run --package-path Examples websocket-echo localhost:8765
import HTTPWire

let host = CommandLine.arguments.dropFirst().first ?? "localhost:8765"

do {
  let connection = try HTTPConnection(host, timeout: .seconds(10))
  let socket = try WebSocket(connection, "/")
  // The server greets at once. The greeting may have come together with the response's head, and is not lost.
  print("greeting:", try socket.receive())
  try socket.send(.text("Grüße"))
  print("echo:", try socket.receive())
  try socket.send(.binary((0..<200).map { UInt8($0) }))
  print("echo:", try socket.receive())
  try socket.close()
} catch {
  print("\(host): \(error)")
}
