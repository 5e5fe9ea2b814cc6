// Opens a WebSocket, sends a text and a binary message, and prints what comes back (RFC 6455).
//
//   swift run --package-path Examples websocket-echo http://127.0.0.1:8765
import HTTPWireSession

let url = try HTTPURL(CommandLine.arguments[1])
let socket = try HTTPSession().connection(for: url) { connection in try WebSocket(connection, url.target) }
// The server greets at once. The greeting may have come together with the response's head, and is not lost.
print("greeting:", try socket.receive())
try socket.send(.text("Grüße"))
print("echo:", try socket.receive())
try socket.send(.binary((0..<200).map { UInt8($0) }))
print("echo:", try socket.receive())
try socket.close()
