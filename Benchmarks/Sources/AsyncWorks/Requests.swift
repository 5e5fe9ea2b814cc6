import HTTPWire
import HTTPWireAsync

/// GETs of 100 bytes over kept connections, each used by a task of its own. The connections are opened before the clock starts, and closed
/// after memory and threads were looked at.
func requests(_ job: Job, _ maker: ConnectionMaker) async throws -> Outcome {
  if job.manner == .blocking { return try await blockingRequests(job) }
  // Code that is used for the first time takes memory, too.
  _ = try await use(job, maker, 1, Stages(parties: 1))
  let before = status("VmRSS:")
  let stages = Stages(parties: job.connections + 1)
  return try await withThrowingTaskGroup(of: Int.self) { group in
    for _ in 0..<job.connections {
      group.addTask {
        do { return try await use(job, maker, job.amount / job.connections, stages) } catch { fail(error) }
      }
    }
    await stages.opened.arrive()
    try await rest(job.connections)
    var outcome = try await measured(since: before) {
      await stages.started.arrive()
      await stages.done.arrive()
      return 0
    }
    await stages.measured.arrive()
    outcome.bytes = try await group.reduce(0, +)
    return outcome
  }
}

/// With many connections, waits for the threads that only opened them to end, as they would in a program that lives longer.
private func rest(_ connections: Int) async throws {
  if connections >= 512 { try await Task.sleep(for: .seconds(6)) }
}

/// What all tasks wait for together.
private struct Stages {
  let opened: Meeting, started: Meeting, done: Meeting, measured: Meeting

  init(parties: Int) {
    (opened, started, done, measured) = (Meeting(parties), Meeting(parties), Meeting(parties), Meeting(parties))
  }
}

/// Where tasks wait until all of them have come.
private actor Meeting {
  private var missing: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(_ parties: Int) { missing = parties }

  func arrive() async {
    missing -= 1
    if missing > 0 { return await withCheckedContinuation { waiting.append($0) } }
    for one in waiting { one.resume() }
  }
}

/// Uses one connection from its opening to its closing.
private func use(_ job: Job, _ maker: ConnectionMaker, _ count: Int, _ stages: Stages) async throws -> Int {
  switch job.manner {
  case .scoped, .fetchScoped:
    let loop = job.manner == .scoped ? scoped : fetchScoped
    return try await maker.scope(job.port, job.tls) { connection in
      _ = try await loop(connection, 1)
      await stages.opened.arrive()
      await stages.started.arrive()
      let total = try await loop(connection, count)
      await stages.done.arrive()
      await stages.measured.arrive()
      return Outcome(bytes: total)
    }.bytes
  case .outside, .fetchOutside:
    let loop = job.manner == .outside ? outside : fetchOutside
    let connection = try maker.make(job.port, job.tls)
    _ = try await loop(connection, 1)
    await stages.opened.arrive()
    await stages.started.arrive()
    let total = try await loop(connection, count)
    await stages.done.arrive()
    await stages.measured.arrive()
    await connection.close()
    return total
  case .blocking: throw BadUsage(what: "this is not awaited")
  }
}

@Sendable private func scoped(_ connection: isolated AsyncHTTPConnection, _ count: Int) async throws -> Int {
  var total = 0
  for _ in 0..<count {
    let response = try await connection.request("GET", "/small")
    for try await piece in response.body { total += piece.count }
  }
  return total
}

@Sendable private func fetchScoped(_ connection: isolated AsyncHTTPConnection, _ count: Int) async throws -> Int {
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
