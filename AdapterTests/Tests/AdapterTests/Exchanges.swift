import HTTPWire
import HTTPWireTesting

/// A request and what comes of it, for a table.
struct Exchange: Sendable, CustomStringConvertible {
  let description: String
  let method: String
  let target: String
  /// `error.type`; nil for a success.
  let errorType: String?
  let status: Int?

  static let all = [
    Exchange(description: "a success", method: "GET", target: "/ok?a=1", errorType: nil, status: 200),
    Exchange(description: "an error of the server", method: "GET", target: "/broken", errorType: "500", status: 500),
    Exchange(description: "an unknown method", method: "BREW", target: "/ok", errorType: nil, status: 200),
    Exchange(description: "a server that hangs up", method: "GET", target: "/hang", errorType: "remoteDisconnected", status: nil),
    Exchange(description: "a response that is cut short", method: "GET", target: "/short", errorType: "incompleteRead", status: 200),
  ]

  static func server() throws -> LoopbackServer {
    try LoopbackServer { peer in
      while let request = try peer.readRequest() {
        switch request.target {
        case "/hang": return
        case "/short":
          try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")
          return
        case "/broken": try peer.send(.init(status: 500, text: "no"), to: request)
        default: try peer.send(.init(text: "hello"), to: request)
        }
      }
    }
  }

  /// Sends the request and reads what comes.
  func run(with observer: any ConnectionObserver) throws -> LoopbackServer {
    let server = try Self.server()
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(20))
    connection.observers = [observer]
    do {
      try connection.request(method, target, body: method == "BREW" ? .text("tea") : nil)
      _ = try connection.getResponse().read()
    } catch {}
    connection.close()
    return server
  }
}

/// A port of this machine that nobody listens at.
func closedPort() throws -> Int {
  let server = try LoopbackServer { _ in }
  defer { server.stop() }
  return server.port
}
