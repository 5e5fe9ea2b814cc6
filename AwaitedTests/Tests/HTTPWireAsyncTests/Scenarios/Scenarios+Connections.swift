import HTTPWire
import HTTPWireTesting
import Synchronization

private let fine = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine"

extension Scenario {
  /// When a connection is kept, and when it is opened anew.
  static let connections: [Scenario] = [
    Scenario(
      "a kept connection that the server has closed meanwhile is opened anew",
      Place.plain { connection, gates in
        guard try connection.readRequest() != nil else { return }
        try connection.send(fine)
        connection.hangUp()
        gates.client.open()
      },
      [.get(), .readAll, .pass, .get(), .readAll], ["200", "fine", "200", "fine", "2 connections"]),
    Scenario(
      "a kept connection with bytes that nobody has asked for is opened anew",
      Place.plain { connection, gates in
        guard try connection.readRequest() != nil else { return }
        try connection.send(fine)
        try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nevil!")
        gates.client.open()
        try connection.sleepUntilStopped()
      },
      [.get(), .readAll, .pass, .get(), .readAll], ["200", "fine", "200", "fine", "2 connections"]),
    Scenario(
      "bytes behind a response are not the next one",
      Place.replies(fine + "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nevil!"),
      [.get(), .readAll, .get(), .readAll], ["200", "fine", "200", "fine", "2 connections"]),
    Scenario(
      "a kept connection that dies when it is used is opened once more, if that is wanted",
      Place.plain({ $0.retriesOnce = true }) { connection, _ in
        guard try connection.readRequest() != nil else { return }
        try connection.send(fine)
        _ = try connection.readRequest()
      },
      [.get(), .readAll, .get(), .readAll, .get(), .readAll], ["200", "fine", "200", "fine", "200", "fine", "3 connections"]),
    Scenario(
      "a kept connection that dies when it is used is an error, if nothing else is wanted",
      Place.plain { connection, _ in
        guard try connection.readRequest() != nil else { return }
        try connection.send(fine)
        _ = try connection.readRequest()
      },
      [.get(), .readAll, .get(), .get(), .readAll],
      ["200", "fine", "Remote end closed connection without response", "200", "fine", "2 connections"]),
    Scenario(
      "a response that is closed unread takes the connection with it",
      Place.plain { connection, _ in
        guard let request = try connection.readRequest() else { return }
        if request.target == "/short" { try connection.send(fine) }
        try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4000000\r\n\r\n")
        for _ in 0..<40 { try connection.send([UInt8](repeating: 0x61, count: 100_000)) }
      },
      [.get(), .read(10), .closeResponse, .get(), .closeResponse, .get("/short"), .readAll],
      ["200", "200", "200", "fine", "3 connections"]),
    Scenario(
      "a closed connection is opened anew", Place.replies(fine, fine),
      [.get(), .readAll, .close, .get(), .close, .get(), .readAll], ["200", "fine", "200", "200", "fine", "3 connections"]),
    Scenario(
      "a response is over when its connection was closed",
      Place.plain { connection, _ in
        while let request = try connection.readRequest() {
          try connection.send(.init(body: [UInt8](repeating: 0x61, count: 4_000_000)), to: request)
        }
      },
      [.get(), .read(1), .close, .readAll, .get(), .readAll],
      ["200", "…", "200", "4000000 × a", "2 connections"]),
    Scenario(
      "a server that closes without a byte", Place.plain { connection, _ in _ = try connection.readRequest() },
      [.get(), .get()], ["Remote end closed connection without response", "Remote end closed connection without response", "2 connections"]),
    Scenario(
      "a server that ends within the body",
      Place.replies("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"), [.get(), .readAll, .get(), .read(3), .read(4)],
      ["200", "IncompleteRead(3 bytes read, 6 more expected)", "200", "IncompleteRead(…", "2 connections"]),
    Scenario(
      "nobody listens at the port", Place.plain({ $0.opener = { _ throws(HTTPException) in throw .closed } }) { _, _ in },
      [.get(), .get()], ["the stream or response is closed", "the stream or response is closed", "0 connections"]),
    Scenario(
      "a limit is the connection's own",
      Place.plain({ $0.maxResponseHeaders = 2 }) { connection, _ in
        _ = try connection.readRequest()
        try connection.send("HTTP/1.1 200 OK\r\nA: 1\r\nB: 2\r\nContent-Length: 4\r\n\r\nfine")
      },
      [.get(), .get()], ["got more than 2 headers", "got more than 2 headers", "2 connections"]),
    Scenario(
      "a server that switches to another protocol, which nobody has asked for",
      Place.replies("HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nraw"), [.get(), .get()],
      [
        "got 101 (Switching Protocols), but the request had no Upgrade field",
        "got 101 (Switching Protocols), but the request had no Upgrade field", "2 connections",
      ]),
    Scenario(
      "a server that switches to another protocol as it was asked to",
      Place.plain { connection, _ in
        guard let head = try connection.readHead() else { return }
        if head.target == "/" { return try connection.send(fine) }
        try connection.send("HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n")
        _ = try connection.read()
      },
      [.request("GET", "/up", nil, ["Upgrade": "x", "Connection": "upgrade"]), .close, .get(), .readAll],
      ["101", "200", "fine", "2 connections"]),
    Scenario(
      "interim responses are told",
      Place.plain({ connection in
        connection.onInterimResponse = { [unowned connection] in connection.setDebugLevel($0.status) }
      }) { connection, _ in
        _ = try connection.readRequest()
        try connection.send("HTTP/1.1 103 Early Hints\r\n\r\n" + fine)
      },
      [.get(), .readAll], ["200", "fine", "1 connection"]),
  ]
}
