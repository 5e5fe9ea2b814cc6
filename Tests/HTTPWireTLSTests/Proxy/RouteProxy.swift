#if TLS
import HTTPWire
import HTTPWireTesting
import Synchronization

/// A proxy for the tests of routes, which leads everything to one port of this machine and keeps what it was told.
final class RouteProxy: Sendable {
  enum Kind: String, CaseIterable, Sendable {
    case none, http, https, socks4a, socks5h

    var isSOCKS: Bool { self == .socks4a || self == .socks5h }
  }

  private let told = Mutex<[UInt8]>([])
  private let servers = Mutex<[LoopbackServer]>([])
  let port: Int

  /// What was said to the proxy itself: heads of requests, and the messages of SOCKS.
  var heard: [UInt8] { told.withLock { $0 } }

  /// Starts a proxy. If it `asks`, a request without credentials gets a challenge.
  init(_ kind: Kind, to origin: Int, asks: Bool) throws {
    let box = Box()
    let handler: LoopbackServer.Handler = { try box.proxy?.serve($0, kind, origin, asks: asks) }
    let server = kind == .https ? try Fixture.server(handler: handler).server : try LoopbackServer(handler: handler)
    port = server.port
    servers.withLock { $0 = [server] }
    box.set(self)
  }

  func stop() { servers.withLock { $0.removeFirst() }.stop() }

  /// The proxy, once it is made. Nobody connects before.
  private final class Box: Sendable {
    private let value = Mutex<RouteProxy?>(nil)
    var proxy: RouteProxy? { value.withLock { $0 } }
    func set(_ proxy: RouteProxy) { value.withLock { $0 = proxy } }
  }

  private func serve(_ client: LoopbackConnection, _ kind: Kind, _ origin: Int, asks: Bool) throws {
    switch kind {
    case .socks4a: try serveFour(client)
    case .socks5h: try serveFive(client)
    default: return try serveHTTP(client, origin, asks: asks)
    }
    let far = try Self.connect(origin)
    defer { far.close() }
    try client.relay(to: far)
  }

  private func serveHTTP(_ client: LoopbackConnection, _ origin: Int, asks: Bool) throws {
    guard let request = try client.readRequest() else { return }
    told.withLock { $0 += request.headBytes }
    if asks, !request.headers.contains("Proxy-Authorization") {
      return try client.send(.init(status: 407, headers: ["Proxy-Authenticate": "Basic realm=here"]), to: request)
    }
    let far = try Self.connect(origin)
    defer { far.close() }
    if request.method == "CONNECT" {
      try client.send("HTTP/1.1 200 OK\r\n\r\n")
    } else {
      // A proxy forwards everything but what is for itself.
      var lines = ["\(request.method) \(request.target) HTTP/1.1"]
      for field in request.headers where !field.name.lowercased().hasPrefix("proxy-") { lines.append("\(field.name): \(field.value)") }
      try far.write(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8))
    }
    try client.relay(to: far)
  }

  private func serveFour(_ client: LoopbackConnection) throws {
    _ = try take(client, 8)
    for _ in 0..<2 { while try take(client, 1) != [0] {} }
    try client.send([0, 0x5A, 0, 0, 0, 0, 0, 0])
  }

  private func serveFive(_ client: LoopbackConnection) throws {
    let methods = try take(client, Int(take(client, 2)[1]))
    if methods.contains(2) {
      try client.send([5, 2])
      _ = try take(client, Int(take(client, 2)[1]))
      _ = try take(client, Int(take(client, 1)[0]))
      try client.send([1, 0])
    } else {
      try client.send([5, 0])
    }
    // A name and a port: the names of these tests are looked up here.
    _ = try take(client, Int(take(client, 5)[4]) + 2)
    try client.send([5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
  }

  /// Exactly so many bytes, which are kept.
  private func take(_ client: LoopbackConnection, _ count: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let piece = try client.read(atMost: count - bytes.count)
      if piece.isEmpty { throw HTTPException.remoteDisconnected }
      bytes += piece
    }
    told.withLock { $0 += bytes }
    return bytes
  }

  private static func connect(_ port: Int) throws(HTTPException) -> SocketStream {
    try TCPDialer().connect(to: ConnectionTarget(host: "127.0.0.1", port: port, timeout: .seconds(10)))
  }
}
#endif
