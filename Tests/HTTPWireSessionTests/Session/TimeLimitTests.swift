import HTTPWireSession
import HTTPWireTesting
import Testing

struct TimeLimitTests {
  @Test(arguments: [nil, .seconds(Int64.max), .seconds(1)] as [Duration?]) func `a limit may be as long as a duration can be`(
    limit: Duration?
  ) throws {
    let world = try World { _ in .init(text: "x") }
    #expect(try world.session { $0.timeLimit = limit }.get("http://a/").status == 200)
  }

  @Test(arguments: [Duration.zero, .seconds(-1), .seconds(Int64.min)]) func `a limit that is over sends nothing`(limit: Duration) throws {
    let world = try World { _ in .init(text: "x") }
    #expect(failure { try world.session { $0.timeLimit = limit }.get("http://a/") } != nil)
    #expect(world.server.requests.isEmpty)
  }
}
