#if TLS
import HTTPWire
import HTTPWireTesting
import Synchronization

extension Fixture {
  /// A server with the common certificate for localhost that answers with what it was asked for, and of which host.
  static func replying(_ change: (inout TLSServerOptions) throws -> Void = { _ in }) throws -> TLSLoopbackServer {
    try server(change) { connection in try connection.answer { .init(text: "\($0.target) \($0.headers["Host"] ?? "")") } }
  }
}

extension HTTPConnection {
  /// A GET whose response is read to its end, as text.
  func fetch(_ url: String = "/") throws(HTTPException) -> String {
    try request("GET", url)
    return try String(decoding: getResponse().read(), as: UTF8.self)
  }
}

/// Connects to a port of this machine, whatever host is asked for.
func redirected(to port: Int) -> (ConnectionTarget) throws(HTTPException) -> any ByteStream {
  { target throws(HTTPException) in
    try TCPDialer().connect(to: ConnectionTarget(host: "127.0.0.1", port: port, timeout: target.timeout))
  }
}

extension LoopbackConnection {
  /// Answers each request with what the closure returns, until either side wants no more.
  func answer(_ respond: (ReceivedRequest) throws -> LoopbackServer.Response) throws {
    while let request = try readRequest() {
      let response = try respond(request)
      try send(response, to: request)
      if !request.keepsAlive || response.headers["Connection"] == "close" { return }
    }
  }

  /// Acts as a proxy that opens a tunnel to a port of this machine, whatever it is asked for.
  func openTunnel(to port: Int, reply: String = "HTTP/1.1 200 Connection established\r\n\r\n") throws {
    guard let request = try readRequest(), request.method == "CONNECT" else { return }
    let far = try TCPDialer().connect(to: ConnectionTarget(host: "127.0.0.1", port: port, timeout: .seconds(10)))
    defer { far.close() }
    try send(reply)
    try relay(to: far)
  }
}

/// Counts.
final class Counter: Sendable {
  private let value = Mutex(0)

  /// How often it was called before.
  func next() -> Int {
    value.withLock { value in
      defer { value += 1 }
      return value
    }
  }
}

let hasIPv6 = (try? LoopbackServer(.ipv6) { _ in }) != nil
#endif
