import HTTPWire

/// Measures the resident memory of connections that were used once and are kept. `idle-KIND` and `tls-idle-KIND` open `amount` of them
/// after a warm-up. The two figures of the outcome are the memory in bytes before the first and after the last one.
func idleConnections(_ job: Job, _ open: () throws -> HTTPConnection) throws -> Outcome {
  guard let kind = job.work.split(separator: "-").last else { throw job.unknown }
  var connections: [HTTPConnection] = []
  connections.reserveCapacity(job.amount + 50)
  var total = 0
  func add(_ count: Int) throws {
    for _ in 0..<count {
      let connection = try open()
      try connection.connect()
      total += try useOnce(connection, String(kind))
      connections.append(connection)
    }
  }
  _ = try residentMemory()
  try add(50)
  let before = try residentMemory()
  try add(job.amount)
  let after = try residentMemory()
  // If one of them was closed, the measurement is invalid.
  for connection in connections {
    connection.autoOpen = false
    _ = try get(connection, "/small")
  }
  return Outcome(bytes: total, peaks: [before, after])
}

private func useOnce(_ connection: HTTPConnection, _ kind: String) throws -> Int {
  let paths = ["small": "/small", "length": "/length/262144", "chunked": "/chunked/262144", "head": "/head/6/300000"]
  guard let path = paths[kind] else { throw BadUsage(what: "no kind of response is named \(kind)") }
  try connection.request("GET", path)
  let response = try connection.getResponse()
  var total = 0
  switch kind {
  case "chunked": try response.forEachChunk { total += $0.count }
  default: total = try response.read().count
  }
  return total
}

/// This process's resident memory in bytes. The kernel computes it page by page here; `VmRSS` may be out of date.
private func residentMemory() throws -> Int {
  let lines = String(decoding: try contents(of: "/proc/self/smaps_rollup"), as: UTF8.self).split(separator: "\n")
  guard let line = lines.first(where: { $0.hasPrefix("Rss:") }), let kilobytes = Int(line.filter(\.isNumber)) else {
    throw BadUsage(what: "/proc/self/smaps_rollup does not say how much memory is resident")
  }
  return kilobytes * 1024
}
