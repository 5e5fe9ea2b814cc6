import HTTPWire
import HTTPWireAsync

/// One body, piece by piece, in the manner asked for.
func download(_ job: Job, _ maker: ConnectionMaker) async throws -> Outcome {
  let path = "/length/\(job.amount)"
  if job.manner == .blocking {
    let connection = try blockingConnection(job)
    try connection.connect()
    return try await measured(since: status("VmRSS:")) { try readWhole(connection, path, readBuffer()) }
  }
  if job.manner == .outside {
    let connection = try maker.make(job.port, job.tls)
    _ = try await piecesOutside(of: connection, "/small")
    return try await measured(since: status("VmRSS:")) { try await piecesOutside(of: connection, path) }
  }
  return try await maker.scope(job.port, job.tls) { connection in
    _ = try await pieces(of: connection, "/small")
    return try await measured(since: status("VmRSS:")) { try await pieces(of: connection, path) }
  }
}

private func pieces(of connection: isolated AsyncHTTPConnection, _ path: String) async throws -> Int {
  var total = 0
  let response = try await connection.request("GET", path)
  for try await piece in response.body { total += piece.count }
  return total
}

@concurrent private func piecesOutside(of connection: AsyncHTTPConnection, _ path: String) async throws -> Int {
  var total = 0
  let response = try await connection.request("GET", path)
  for try await piece in response.body { total += piece.count }
  return total
}
