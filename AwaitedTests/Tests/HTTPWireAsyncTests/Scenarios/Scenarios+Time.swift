import HTTPWire
import HTTPWireTesting

private let soon: Place.Settings = { $0.timeout = .milliseconds(500) }

extension Scenario {
  /// Answers `/` and stalls after what else it is asked for.
  private static func stalling(_ set: @escaping Place.Settings = { _ in }) -> Place.Maker {
    Place.plain(set) { connection, gates in
      while let request = try connection.readHead() {
        switch request.target {
        case "/silent": try connection.sleepUntilStopped()
        case "/interim": try connection.send("HTTP/1.1 100 Continue\r\n\r\n")
        case "/line": try connection.send("HTTP/1.1 20")
        case "/head": try connection.send("HTTP/1.1 200 OK\r\nA: b\r\n")
        case "/length": try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
        case "/chunk": try connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc")
        case "/end": try connection.send("HTTP/1.1 200 OK\r\n\r\nabc")
        case "/trailers": try connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nA: ")
        default: try connection.send(.init(text: "fine"), to: request)
        }
        if request.target == "/deaf" { try connection.sleepUntilStopped() }
      }
    }
  }

  /// How long the client waits for a head.
  static let headTime: [Scenario] = heads.flatMap { (target: String, phase: TimeoutPhase) -> [Scenario] in
    [
      Scenario(
        "a timeout while \(phase.rawValue), \(target)", stalling(soon), [.get(), .readAll, .get(target), .get(), .readAll],
        ["200", "fine", "timed out while \(phase.rawValue)", "200", "fine", "2 connections"]),
      Scenario(
        "a deadline while \(phase.rawValue), \(target)", stalling(),
        [.get(), .readAll, .request("GET", target, within: .milliseconds(500)), .get(), .readAll],
        ["200", "fine", "the deadline passed while \(phase.rawValue), after…", "200", "fine", "2 connections"]),
    ]
  }

  private static let heads: [(String, TimeoutPhase)] = [
    ("/silent", .waitingForResponse), ("/interim", .waitingForResponse), ("/line", .readingHead), ("/head", .readingHead),
  ]

  /// How long the client waits within a body.
  static let bodyTime: [Scenario] = ["/length", "/chunk", "/end", "/trailers"].flatMap { (target: String) -> [Scenario] in
    [
      Scenario(
        "a timeout within a body, \(target)", stalling(soon), [.get(), .readAll, .get(target), .readAll, .closeResponse, .get(), .readAll],
        ["200", "fine", "200", "timed out while reading the response body", "200", "fine", "2 connections"]),
      Scenario(
        "a deadline within a body, \(target)", stalling(),
        [.get(), .readAll, .request("GET", target, within: .milliseconds(500)), .readAll, .closeResponse, .get(), .readAll],
        ["200", "fine", "200", "the deadline passed while reading the response body, after…", "200", "fine", "2 connections"]),
    ]
  }

  /// How long the client waits otherwise.
  static let time: [Scenario] = [
    Scenario(
      "a timeout while a large body is sent to a server that does not read", silentUpload(soon),
      [.request("PUT", "/", .letters(24_000_000)), .request("PUT", "/", .blocks(of: 100_000, count: 240))],
      ["timed out while sending the request", "timed out while sending the request", "2 connections"], excluding: takenWhole),
    Scenario(
      "a deadline while a large body is sent to a server that does not read", silentUpload(),
      [
        .request("PUT", "/", .letters(24_000_000), within: .milliseconds(500)),
        .request("PUT", "/", .blocks(of: 100_000, count: 240), within: .milliseconds(500)),
      ],
      ["the deadline passed while sending the request, after…", "the deadline passed while sending the request, after…", "2 connections"],
      excluding: takenWhole),
    Scenario(
      "a timeout while the rest of an upload is sent after an early success", earlySuccess(soon),
      [.request("PUT", "/", .letters(24_000_000)), .readAll], ["200", "timed out while sending the request", "1 connection"]),
    Scenario(
      "a deadline while the rest of an upload is sent after an early success", earlySuccess(),
      [.request("PUT", "/", .letters(24_000_000), within: .milliseconds(500)), .readAll],
      ["200", "the deadline passed while sending the request, after…", "1 connection"]),
    Scenario(
      "a body that stalls for too long can be read on",
      Place.plain(soon) { connection, gates in
        _ = try connection.readRequest()
        try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
        gates.server.wait()
        try connection.send("def")
        gates.server.wait()
        try connection.send("ghi")
        gates.client.open()
        _ = try connection.readRequest()
        try connection.send(.init(text: "fine"))
      },
      [.get(), .readAll, .open, .read(6), .read(7), .open, .pass, .readAll, .get(), .readAll],
      [
        "200", "timed out while reading the response body", "timed out while reading the response body", "abcdefghi", "200", "fine",
        "1 connection",
      ]),
    Scenario(
      "a body whose pieces come within the timeout may take longer",
      Place.plain({ $0.timeout = .milliseconds(500) }) { connection, _ in
        _ = try connection.readRequest()
        try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n")
        for _ in 0..<12 {
          try connection.sleep(.milliseconds(60))
          try connection.send("a")
        }
      },
      [.get(), .readAll], ["200", "aaaaaaaaaaaa", "1 connection"]),
    Scenario(
      "a deadline that has passed", stalling(), [.request("GET", "/", within: .milliseconds(-1)), .get(), .readAll],
      ["the deadline passed while…", "200", "fine", "1 connection"]),
    Scenario(
      "an exchange within its deadline leaves the next one alone", stalling(),
      [.request("GET", "/", within: .seconds(5)), .readAll, .get(), .readAll], ["200", "fine", "200", "fine", "1 connection"]),
  ]

  /// Where what is waited for has another name.
  private static let takenWhole = Dictionary(
    uniqueKeysWithValues: Way.allCases.filter(\.isLoop).map {
      ($0, "a channel takes a body that is in memory as a whole, and then the response is waited for")
    })

  /// Answers at once, and does not read the body.
  private static func earlySuccess(_ set: @escaping Place.Settings = { _ in }) -> Place.Maker {
    Place.plain(set) { connection, _ in
      guard try connection.readHead() != nil else { return }
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine")
      try connection.sleepUntilStopped()
    }
  }

  private static func silentUpload(_ set: @escaping Place.Settings = { _ in }) -> Place.Maker {
    Place.plain(set) { connection, _ in
      _ = try connection.readHead()
      try connection.sleepUntilStopped()
    }
  }
}
