import HTTPWire
import HTTPWireAsync
import HTTPWireTesting
import Testing

extension Scenario {
  static let all: [Scenario] = [responses, uploads, connections, headTime, bodyTime, time, secure, proxies].flatMap(\.self)

  /// Does the steps in a way, and returns what was heard.
  func play(_ way: Way) async throws -> [String] {
    let place = try place()
    var heard = try await way == .blocking ? playBlocking(place) : playAwaiting(place, way)
    let count = place.server.connectionCount
    await inThread { place.stop() }
    heard.append("\(count) connection\(count == 1 ? "" : "s")")
    return heard
  }

  private func playBlocking(_ place: Place) async throws -> [String] {
    let steps = steps
    return try await inThread {
      Result {
        var client = BlockingClient(try place.connection(), place.gates)
        defer { client.connection.close() }
        return steps.compactMap { client.hear($0) }
      }
    }.get()
  }

  private func playAwaiting(_ place: Place, _ way: Way) async throws -> [String] {
    var client = AwaitingClient(way.connection(try place.connection()), place.gates)
    var heard: [String] = []
    for step in steps {
      if let sound = await client.hear(step) { heard.append(sound) }
    }
    await client.connection.close()
    return heard
  }
}

@Suite("One list of scenarios", .timeLimit(.minutes(2)))
struct ScenarioTests {
  @Test(arguments: Scenario.all, Way.allCases)
  func `has the same outcome in all ways to wait`(scenario: Scenario, way: Way) async throws {
    if scenario.excluded[way] != nil { return }
    let heard = try await scenario.play(way)
    // On its own, because a failure would show all that a scenario consists of, with its bodies.
    let isExpected = scenario.isExpected(heard)
    #expect(isExpected, "\(heard)")
  }
}
