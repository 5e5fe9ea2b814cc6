import HTTPWire

/// As large as the buffer of the floor. Unsafe: not isolated, but this program has one thread.
nonisolated(unsafe) let readBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)

/// Reads a body through one buffer. Returns its length.
func readWhole(_ response: HTTPResponse) throws -> Int {
  var total = 0
  while true {
    let count = try response.read(into: readBuffer)
    if count == 0 { return total }
    total += count
  }
}

/// Makes a GET and reads the body through one buffer. Returns the body's length.
func get(_ connection: HTTPConnection, _ path: String) throws -> Int {
  try connection.request("GET", path)
  return try readWhole(connection.getResponse())
}

func requests(_ connection: HTTPConnection, _ count: Int) throws -> Int {
  var total = 0
  for _ in 0..<count { total += try get(connection, "/small") }
  return total
}

/// Downloads a body, and records the peak of the memory after its first 100 MB and at its end.
func stream(_ connection: HTTPConnection, _ amount: Int) throws -> Outcome {
  var early: Int?
  var late: Int?
  // Measuring takes memory, too, most of it the first time. So does the end of a response: its code is loaded, 64 KiB at a time.
  _ = peakResidentMemory()
  _ = try get(connection, "/small")
  var outcome = try timed {
    try connection.request("GET", "/length/\(amount)")
    let response = try connection.getResponse()
    var total = 0
    while true {
      let count = try response.read(into: readBuffer)
      if count == 0 {
        late = peakResidentMemory()
        return total
      }
      total += count
      if early == nil, total >= 100_000_000 { early = peakResidentMemory() }
    }
  }
  outcome.peaks = [early, late].compactMap { $0 }
  return outcome
}

/// Uploads a body. The server answers with the number of bytes that it has read.
func upload(_ connection: HTTPConnection, _ body: RequestBody, _ headers: HTTPMessage = [:]) throws -> Int {
  try connection.request("PUT", "/sink", body: body, headers: headers)
  return Int(String(decoding: try connection.getResponse().read(), as: UTF8.self)) ?? -1
}

/// Sends a file to a server that sends the same bytes back at once. Returns the length of what came back.
func echo(_ connection: HTTPConnection, _ path: String, _ amount: Int) throws -> Int {
  try connection.request("PUT", "/echo", body: .file(path: path), headers: ["Content-Length": String(amount)])
  return try readWhole(connection.getResponse())
}

func overTCP(_ job: Job) throws -> Outcome {
  if job.work.hasPrefix("idle-") { return try idleConnections(job) { try HTTPConnection("127.0.0.1", port: job.port) } }
  let connection = try HTTPConnection("127.0.0.1", port: job.port)
  try connection.connect()
  switch job.work {
  case "requests": return try timed { try requests(connection, job.amount) }
  case "download": return try timed { try get(connection, "/length/\(job.amount)") }
  case "chunked": return try timed { try get(connection, "/chunked/\(job.amount)") }
  case "stream": return try stream(connection, job.amount)
  case "read":
    return try timed {
      try connection.request("GET", "/length/\(job.amount)")
      return try connection.getResponse().read().count
    }
  case "upload":
    let body = [UInt8](repeating: 120, count: job.amount)
    return try timed { try upload(connection, .bytes(body)) }
  case "upload-file":
    let path = try job.requiredFile()
    return try timed { try upload(connection, .file(path: path), ["Content-Length": String(job.amount)]) }
  case "upload-chunked":
    let path = try job.requiredFile()
    return try timed { try upload(connection, .file(path: path)) }
  case "echo":
    let path = try job.requiredFile()
    return try timed { try echo(connection, path, job.amount) }
  default: return try everyday(job, connection)
  }
}
