// Opens a WebSocket (RFC 6455), sends messages in one task, and prints in another what comes back.
//
//   swift run --package-path Examples async-websocket http://127.0.0.1:8765
import HTTPWireAsync

let address = CommandLine.arguments[1].dropFirst("http://".count).split(separator: "/")[0]
let socket = try await WebSocket(AsyncHTTPConnection(String(address)), "/")
// The server greets at once. The greeting may have come together with the response's head, and is not lost.
print("greeting:", try await socket.receive())
let sending = Task {
  try await socket.send(.text("Grüße"))
  try await socket.send(.binary((0..<200).map { UInt8($0) }))
}
for _ in 0..<2 { print("echo:", try await socket.receive()) }
try await sending.value
try await socket.close()
