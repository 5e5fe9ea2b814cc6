// What asynchronous code does with HTTP, against servers that run in this program: reads events as they come, writes a download to a file,
// sends what a task makes, cancels, sets a deadline, and asks many things at the same time.
//
//   swift run --package-path Examples from-async
import Foundation
import HTTPWireAsync
import HTTPWireSession
import HTTPWireTesting

// Server-sent events, until the third.
let events = try LoopbackServer { connection in
  _ = try connection.readRequest()
  try connection.sendChunkedHead(headers: ["Content-Type": "text/event-stream"])
  for number in 1... { try connection.sendChunk(Array("id: \(number)\ndata: spam \(number)\n\n".utf8)) }
}
try await AsyncHTTPConnection.withConnection(events.host, port: events.port) { connection in
  let response = try await connection.request("GET", "/events", headers: ["Accept": "text/event-stream"])
  var reader = ServerSentEventReader()
  reading: for try await piece in response.body {
    reader.feed(piece)
    while let event = try reader.next() {
      print("event \(event.id): \(event.data)")
      if event.id == "3" { break reading }
    }
  }
  // The server goes on for ever. So the rest is abandoned, and the connection closed.
  await response.close()
}

// A download, a piece at a time.
let files = try LoopbackServer.replying { _ in .init(body: [UInt8](repeating: 0x2A, count: 20_000_000)) }
let path = FileManager.default.temporaryDirectory.appendingPathComponent("from-async-\(ProcessInfo.processInfo.processIdentifier)")
_ = FileManager.default.createFile(atPath: path.path, contents: nil)
let file = try FileHandle(forWritingTo: path)
try await AsyncHTTPConnection.withConnection(files.host, port: files.port) { connection in
  let response = try await connection.request("GET", "/large", deadline: .now + .seconds(60))
  for try await piece in response.body { try file.write(contentsOf: piece) }
}
try file.close()
print("download:", try Data(contentsOf: path).count, "bytes")
try FileManager.default.removeItem(at: path)

// An upload that a closure writes, with trailer fields at its end.
let uploads = try LoopbackServer.replying { .init(text: "\($0.body.count) bytes, X-Lines \($0.trailers["X-Lines"] ?? "")") }
let connection = try AsyncHTTPConnection(uploads.host, port: uploads.port)
let body = AsyncRequestBody.writer(trailers: ["X-Lines"]) { writer in
  for line in 1...1000 { try await writer.write(Array("line \(line)\n".utf8)) }
  return ["X-Lines": "1000"]
}
let stored = try await connection.fetch("PUT", "/lines", body: body, upTo: 1000)
print("upload:", String(decoding: stored.body, as: UTF8.self))

// Cancelling, and a deadline. The server never answers; the connection can be used again each time.
let silent = try LoopbackServer { try $0.sleepUntilStopped() }
let patient = try AsyncHTTPConnection(silent.host, port: silent.port)
let task = Task { try await patient.request("GET", "/") }
try await Task.sleep(for: .milliseconds(50))
task.cancel()
do { _ = try await task.value } catch { print("cancelled:", error) }
do {
  _ = try await patient.request("GET", "/", deadline: .now + .milliseconds(50))
} catch {
  if case .deadlineExceeded(let phase, _) = error { print("deadline:", phase) }
}

// Many at a time, each on a connection of its own.
let answers = try await withThrowingTaskGroup(of: Int.self) { group in
  for number in 1...50 {
    group.addTask {
      try await AsyncHTTPConnection.withConnection(uploads.host, port: uploads.port) { connection in
        try await connection.fetch("POST", "/", body: .utf8(String(repeating: "x", count: number)), upTo: 1000).body.count
      }
    }
  }
  var answers = 0
  while try await group.next() != nil { answers += 1 }
  return answers
}
print("answers:", answers)
