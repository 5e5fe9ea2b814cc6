// Keeps some exchanges in a file that browsers and other tools open: plain and over TLS, in chunks, binary, redirected, refused, failed.
// The servers run within this program, so no network is needed.
//
//   swift run --package-path Examples har session.har
import HTTPWire
import HTTPWireTesting

let path = CommandLine.arguments.dropFirst().first ?? "session.har"

let server = try LoopbackServer { peer in
  while let request = try peer.readRequest() {
    switch request.target {
    case "/chunks":
      try peer.sendChunkedHead(headers: ["Content-Type": "text/plain; charset=utf-8"])
      try peer.sendChunk(Array("Grüße, ".utf8))
      try peer.sendChunk(Array("\"\\\u{1}".utf8))
      try peer.endChunks(trailers: ["X-Checked": "yes"])
    case "/image": try peer.send(.init(headers: ["Content-Type": "image/png"], body: [0x89, 0x50, 0x4E, 0x47, 0xFF]), to: request)
    case "/old": try peer.send(.init(status: 302, headers: ["Location": "/new"], text: ""), to: request)
    case "/hang": return
    default:
      let headers: HTTPMessage = ["Content-Type": "text/plain", "Set-Cookie": "session=abc; Path=/; HttpOnly"]
      try peer.send(.init(headers: headers, text: "hello"), to: request)
    }
  }
}
let tlsServer = try TLSLoopbackServer.replying { _ in .init(text: "hello over TLS") }

// A recorder for each connection: what they hear does not say of which connection it is.
let plain = HARRecorder()
let connection = try HTTPConnection("localhost", port: server.port)
connection.observers = [plain]
for target in ["/?q=a%20b&empty", "/chunks", "/image", "/old"] {
  try connection.request("GET", target, headers: ["Cookie": "session=abc", "Authorization": "Bearer abc"])
  _ = try connection.getResponse().read()
}
try connection.request("POST", "/form", body: .text("a=1&b=2"), headers: ["Content-Type": "application/x-www-form-urlencoded"])
_ = try connection.getResponse().read()
try connection.request("PUT", "/binary", body: .bytes([0xFF, 0xFE]))
_ = try connection.getResponse().read()
try connection.request("GET", "/hang")
_ = try? connection.getResponse()
connection.close()

let secure = HARRecorder()
let secureConnection = try HTTPSConnection("localhost", port: tlsServer.port, context: tlsServer.clientContext())
secureConnection.observers = [secure]
try secureConnection.request("GET", "/secure")
_ = try secureConnection.getResponse().read()
secureConnection.close()

server.stop()
let refused = HARRecorder()
let refusedConnection = try HTTPConnection("localhost", port: server.port)
refusedConnection.observers = [refused]
try? refusedConnection.request("GET", "/refused")

let log = HARLog(joining: [plain.log, secure.log, refused.log])
try log.write(to: path)
for entry in log.entries { print(entry.response.status, entry.request.method, entry.comment ?? entry.response.statusText) }
