// No peer can hold the caller: both directions at once, a deadline, a cancel, an expectation, trailers, a second try, pipelining. The
// server runs within this program, so no network is needed.
//
//   swift run --package-path Examples control
import HTTPWire
import HTTPWireTesting

let server = try LoopbackServer { peer in
  while let request = try peer.readHead() {
    switch request.target {
    case "/echo":
      try peer.sendChunkedHead()
      try peer.readBody { try? peer.sendChunk(Array($0)) }
      try peer.endChunks()
    case "/refuse":
      try peer.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n")
      return try peer.sleepUntilStopped()
    case "/drip":
      try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
      while try peer.sleep(.milliseconds(20)) { try peer.send(".") }
    case "/ask":
      try peer.send("HTTP/1.1 100 Continue\r\n\r\n")
      try peer.send(.init(text: "\(peer.discardBody()) bytes"), to: request)
    case "/sum":
      var count = 0
      let trailers = try peer.readBody { count += $0.count }
      try peer.send(.init(text: "\(count) bytes, X-Count \(trailers["X-Count"] ?? "missing")"), to: request)
    case "/pipelined/1", "/pipelined/2", "/pipelined/3":
      try peer.send(.init(text: "hello"), to: request)
    default:
      try peer.send(.init(text: "hello"), to: request)
      // As a server does whose patience with an idle connection has just ended.
      return
    }
  }
}
let connection = try HTTPConnection(server.host, port: server.port)
let block = [UInt8](repeating: 0x61, count: 65_536)

// The server sends back what it gets while it gets it. One thread and little memory are enough for any size.
try connection.request("PUT", "/echo", body: .chunks(repeatElement(block, count: 320)))
var echoed = 0
try connection.getResponse().forEachChunk { echoed += $0.count }
print("echo: \(echoed) bytes")

// A refusal is there at once, though the server reads no more and most of the body is unsent.
try connection.request("PUT", "/refuse", body: .bytes([UInt8](repeating: 0x61, count: 40 << 20)))
print("refusal: \(try connection.getResponse().status)")

// A deadline is for the whole exchange. A timeout would start anew with each byte.
do {
  try connection.request("GET", "/drip", deadline: .now + .milliseconds(200))
  _ = try connection.getResponse().read()
} catch {
  guard case .deadlineExceeded(let phase, after: let time) = error else { throw error }
  print("deadline: \(phase.rawValue), after \(time < .milliseconds(400) ? "0.2 s" : "\(time)")")
}

// Any thread or task may cancel.
let canceller = connection.canceller
let task = Task.detached {
  try await Task.sleep(for: .milliseconds(100))
  canceller.cancel()
}
do {
  try connection.request("GET", "/drip")
  _ = try connection.getResponse().read()
} catch {
  print(error == .cancelled ? "cancelled" : "\(error)")
}
_ = await task.result

// The body is sent when the server says that it wants it.
try connection.request("PUT", "/ask", body: .bytes(block), expectContinue: .wait(upTo: .seconds(1)))
print("expectation: \(String(decoding: try connection.getResponse().read(), as: UTF8.self))")

// What is known only at the end of a body follows it.
var count = 0
var left = 3
let body = RequestBody.chunks { () -> [UInt8]? in
  if left == 0 { return nil }
  left -= 1
  count += block.count
  return block
}
try connection.request("PUT", "/sum", body: body.endingWith(["X-Count"]) { ["X-Count": "\(count)"] })
print("trailers: \(String(decoding: try connection.getResponse().read(), as: UTF8.self))")

// The server closes after its answer, perhaps in the moment in which the next request is sent.
connection.retriesOnce = true
for _ in 0..<3 {
  try connection.request("GET", "/")
  _ = try connection.getResponse().read()
}
print("retry: \(connection.requestFailure == nil ? "nothing failed" : "failed")")

// Many small requests need not wait for each other. A server may close after any response; what it has left unanswered
// comes back.
var unanswered = (1...3).map { PipelinedRequest("GET", "/pipelined/\($0)") }
while !unanswered.isEmpty {
  unanswered = try connection.pipeline(unanswered) { request, response in
    print("pipeline: \(request.url) \(String(decoding: try response.read(), as: UTF8.self))")
  }
}
connection.close()
server.stop()
