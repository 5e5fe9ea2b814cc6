import HTTPWire
import HTTPWireTesting

/// A server that is silent, stops halfway or upgrades, by the target.
enum HostileServer {
  static let upgrade: HTTPMessage = ["Connection": "Upgrade", "Upgrade": "echo"]
  static let switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nhello"

  static func start() throws -> LoopbackServer {
    try LoopbackServer { connection in
      while let request = try connection.readRequest() {
        switch request.target {
        case "/silent": try connection.sleepUntilStopped()
        case "/large": try connection.send(.init(body: [UInt8](repeating: 0x61, count: 4_000_000)), to: request)
        case "/half":
          try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
          try connection.sleepUntilStopped()
        case "/echo": return try echo(connection)
        case "/reset":
          try connection.send(switching)
          _ = try connection.sleep(.milliseconds(300))
          return try connection.reset()
        case "/deaf":
          try connection.send(switching)
          try connection.sleepUntilStopped()
        default: try connection.send(.init(text: "fine"), to: request)
        }
      }
    }
  }

  private static func echo(_ connection: LoopbackConnection) throws {
    try connection.send(switching)
    while true {
      let bytes = try connection.read()
      if bytes.isEmpty { return }
      try connection.send(bytes)
    }
  }
}
