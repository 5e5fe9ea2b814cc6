import HTTPWire
import HTTPWireAsync

/// GETs of 100 bytes over kept connections, each used by a task of its own. They are opened before the clock starts.
func requests(_ job: Job, _ make: @escaping MakeConnection) async throws -> Outcome {
  if job.manner == .blocking { return try await blockingRequests(job) }
  let each = job.amount / job.connections
  // Code that is used for the first time takes memory, too.
  let first = try make(job.port, job.tls)
  _ = try await use(first, job.manner, 1)
  await first.close()
  let before = status("VmRSS:")
  let connections = try (0..<job.connections).map { _ in try make(job.port, job.tls) }
  _ = try await useAll(connections, job.manner, 1)
  return try await measured(since: before) { try await useAll(connections, job.manner, each) }
}

private func useAll(_ connections: [AsyncHTTPConnection], _ manner: Manner, _ each: Int) async throws -> Int {
  try await withThrowingTaskGroup(of: Int.self) { group in
    for connection in connections { group.addTask { try await use(connection, manner, each) } }
    return try await group.reduce(0, +)
  }
}

private func use(_ connection: AsyncHTTPConnection, _ manner: Manner, _ count: Int) async throws -> Int {
  switch manner {
  case .scoped: try await scoped(connection, count)
  case .fetchScoped: try await fetchScoped(connection, count)
  case .outside: try await outside(connection, count)
  case .fetchOutside: try await fetchOutside(connection, count)
  case .blocking: throw BadUsage(what: "this is not awaited")
  }
}

private func scoped(_ connection: isolated AsyncHTTPConnection, _ count: Int) async throws -> Int {
  var total = 0
  for _ in 0..<count {
    let response = try await connection.request("GET", "/small")
    for try await piece in response.body { total += piece.count }
  }
  return total
}

private func fetchScoped(_ connection: isolated AsyncHTTPConnection, _ count: Int) async throws -> Int {
  var total = 0
  for _ in 0..<count { total += try await connection.fetch("GET", "/small", upTo: 1000).body.count }
  return total
}

@concurrent private func outside(_ connection: AsyncHTTPConnection, _ count: Int) async throws -> Int {
  var total = 0
  for _ in 0..<count {
    let response = try await connection.request("GET", "/small")
    for try await piece in response.body { total += piece.count }
  }
  return total
}

@concurrent private func fetchOutside(_ connection: AsyncHTTPConnection, _ count: Int) async throws -> Int {
  var total = 0
  for _ in 0..<count { total += try await connection.fetch("GET", "/small", upTo: 1000).body.count }
  return total
}
