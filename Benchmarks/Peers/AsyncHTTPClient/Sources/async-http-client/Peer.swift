import AsyncHTTPClient

/// The client, and the works that it does.
struct Peer: Sendable {
  let client: HTTPClient
  let base: String

  func run(_ work: String, _ tasks: Int, _ amount: Int) async throws -> Outcome {
    // The connections are opened before the clock starts, as in the others, and code that is used for the first time is loaded.
    _ = try await get("/small")
    let before = status("VmRSS:")
    _ = try await requests(tasks, 1)
    // As HTTPWire's program.
    if tasks >= 512 { try await Task.sleep(for: .seconds(6)) }
    return try await measured(since: before) {
      switch work {
      case "download": try await get("/length/\(amount)")
      case "chunked": try await get("/chunked/\(amount)")
      default: try await requests(tasks, amount / tasks)
      }
    }
  }

  private func requests(_ tasks: Int, _ each: Int) async throws -> Int {
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<tasks {
        group.addTask {
          var total = 0
          for _ in 0..<each { total += try await get("/small") }
          return total
        }
      }
      return try await group.reduce(0, +)
    }
  }

  /// Reads one resource; returns the bytes of its body.
  private func get(_ path: String) async throws -> Int {
    var total = 0
    let response = try await client.execute(HTTPClientRequest(url: base + path), timeout: .minutes(10))
    for try await buffer in response.body { total += buffer.readableBytes }
    return total
  }
}
