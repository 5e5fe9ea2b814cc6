import HTTPWireCore

/// A head of `size` bytes, with a status line and fields. Its body is empty.
func head(fields: Int, size: Int) -> [UInt8] {
  let start = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
  let left = size - start.utf8.count - 2
  var text = start
  for number in 1..<fields {
    // The last field gets the remainder of the division.
    let length = number == fields - 1 ? left - (fields - 2) * (left / (fields - 1)) : left / (fields - 1)
    let name = "X-Field-\(number): "
    text += name + String(repeating: "v", count: length - name.utf8.count - 2) + "\r\n"
  }
  return Array((text + "\r\n").utf8)
}

/// The works on heads. `head` parses the head in the file `amount` times, received in one piece. `head-bytes-SIZE` parses a head of that
/// size `amount` times, received byte by byte.
func parseHeads(_ job: Job) throws -> Outcome {
  if job.work == "head" {
    let head = try contents(of: job.requiredFile())
    return try timed { try parse(head, job.amount) }
  }
  guard let size = Int(job.work.split(separator: "-").last ?? "") else { throw job.unknown }
  // The lines have the same length in heads of every size, so that only the size differs.
  let head = head(fields: size / 64, size: size)
  return try timed { try parseByBytes(head, job.amount) }
}

private func request() throws(HTTPException) -> RequestHead {
  var head = try RequestHead("GET", "/")
  try head.add("Host", "localhost")
  return head
}

private func parse(_ head: [UInt8], _ count: Int) throws -> Int {
  let request = try request()
  var exchange = ClientExchange()
  var fields = 0
  for _ in 0..<count {
    try exchange.start(request)
    try exchange.finishRequest()
    guard let parsed = try exchange.nextHead(in: head.span, isAtEnd: false) else { throw BadUsage(what: "the head is not complete") }
    fields += parsed.headers.count
  }
  guard fields == 15 * count else { throw BadUsage(what: "\(fields) fields in \(count) heads") }
  return head.count * count
}

private func parseByBytes(_ head: [UInt8], _ count: Int) throws -> Int {
  let request = try request()
  var limits = ParsingLimits()
  limits.fieldCount = head.count
  var exchange = ClientExchange(limits: limits)
  var heads = 0
  for _ in 0..<count {
    try exchange.start(request)
    try exchange.finishRequest()
    for end in 1...head.count where try exchange.nextHead(in: head.span.extracting(..<end), isAtEnd: false) != nil { heads += 1 }
  }
  guard heads == count else { throw BadUsage(what: "\(heads) heads of \(count)") }
  return head.count * count
}
