import HTTPWire

/// Common uses of a connection and its responses, one at a time. Each is repeated `amount` times, and returns the number of body bytes
/// that it moved.
func everyday(_ job: Job, _ connection: HTTPConnection) throws -> Outcome {
  switch job.work {
  case "get-5-fields": return try timed { try getWithFields(connection, fewFields(), job.amount) }
  case "get-20-fields": return try timed { try getWithFields(connection, manyFields(), job.amount) }
  case "message-literal": return try timed { try buildMessages(job.amount) }
  case "get-header-8": return try timed { try lookUp("Accept-Ranges", of: 8, connection, "/small", job.amount) }
  case "get-header-100": return try timed { try lookUp("X-Field-99", of: 100, connection, "/head/100/4000", job.amount) }
  case "text-body": return try timed { try sendText(connection, job.amount) }
  case "lines-80": return try timed { try readLines(connection, of: 80, job.amount) }
  case "lines-1000": return try timed { try readLines(connection, of: 1000, job.amount) }
  case "small-chunks": return try timed { try readChunks(connection, of: 100, job.amount) }
  case "read-200": return try timed { try readPieces(connection, of: 200, job.amount) }
  default: throw job.unknown
  }
}

/// A typical GET with fields of its own, and the parts of the response that a typical program reads.
private func getWithFields(_ connection: HTTPConnection, _ fields: HTTPMessage, _ count: Int) throws -> Int {
  var total = 0
  for _ in 0..<count {
    try connection.request("GET", "/small", headers: fields)
    let response = try connection.getResponse()
    guard response.status == 200, response.reason == "OK", response.getHeader("Content-Type") == "application/octet-stream" else {
      throw BadUsage(what: "the response is another")
    }
    total += try response.read().count
  }
  return total
}

private func fewFields() -> HTTPMessage {
  [
    "Accept": "application/json",
    "Accept-Language": "en-GB,en;q=0.7",
    "Authorization": "Bearer 0123456789abcdef0123456789abcdef",
    "If-None-Match": "\"6725d3a7-64\"",
    "User-Agent": "bench/1.0",
  ]
}

private func manyFields() -> HTTPMessage {
  var fields = fewFields()
  for number in 6...20 { fields.add("X-Request-Field-\(number)", "a value of a usual length, number \(number)") }
  return fields
}

private func buildMessages(_ count: Int) throws -> Int {
  var fields = 0
  for _ in 0..<count { fields += fewFields().count }
  guard fields == 5 * count else { throw BadUsage(what: "\(fields) fields in \(count) messages") }
  return 0
}

/// Looks up the last field of a response, after all the others.
private func lookUp(_ name: String, of fields: Int, _ connection: HTTPConnection, _ path: String, _ count: Int) throws -> Int {
  try connection.request("GET", path)
  let response = try connection.getResponse()
  guard response.headers.count == fields, response.headers.keys.last == name else {
    throw BadUsage(what: "the last of \(response.headers.count) fields is not \(name)")
  }
  var found = 0
  for _ in 0..<count where response.getHeader(name) != nil { found += 1 }
  guard found == count else { throw BadUsage(what: "the field was found \(found) times of \(count)") }
  return try response.read().count
}

private func sendText(_ connection: HTTPConnection, _ count: Int) throws -> Int {
  let text = String(repeating: "What is sent as text is mostly plain. \r\n", count: 500)
  var total = 0
  for _ in 0..<count { total += try upload(connection, .text(text)) }
  return total
}

private func readLines(_ connection: HTTPConnection, of size: Int, _ count: Int) throws -> Int {
  try connection.request("GET", "/lines/\(size)/\(count)")
  let response = try connection.getResponse()
  var total = 0
  for _ in 0..<count { total += try response.readLine().count }
  guard try response.readLine().isEmpty else { throw BadUsage(what: "there are more lines than \(count)") }
  return total
}

/// Reads a body of small chunks, in blocks of the library's default size.
private func readChunks(_ connection: HTTPConnection, of size: Int, _ count: Int) throws -> Int {
  try connection.request("GET", "/chunks/\(size)/\(count)")
  var total = 0
  try connection.getResponse().forEachChunk { total += $0.count }
  return total
}

private func readPieces(_ connection: HTTPConnection, of size: Int, _ count: Int) throws -> Int {
  try connection.request("GET", "/length/\(size * count)")
  let response = try connection.getResponse()
  var total = 0
  for _ in 0..<count { total += try response.read(size).count }
  guard try response.read(size).isEmpty else { throw BadUsage(what: "the body is longer than \(total) bytes") }
  return total
}
