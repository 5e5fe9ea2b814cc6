// The ways to a server: TCP, a Unix socket, a proxy, and a dialer of one's own. The server and the proxy run within this program, so no
// network is needed.
//
//   swift run --package-path Examples dialers
import HTTPWire
import HTTPWireTesting

let server = try LoopbackServer.replying { .init(text: "hello, \($0.headers["Host"] ?? "")") }
let local = try LoopbackServer.replying(.unix(path: "/tmp/httpwire-dialers-\(UInt64.random(in: .min ... .max))")) { _ in
  .init(text: "hello from a socket")
}
let port = server.port
/// Opens a tunnel to the server, whatever it is asked for.
let proxy = try LoopbackServer { client in
  guard try client.readRequest() != nil else { return }
  let far = try TCPDialer().connect(to: ConnectionTarget(host: "127.0.0.1", port: port))
  defer { far.close() }
  try client.send("HTTP/1.1 200 OK\r\n\r\n")
  try client.relay(to: far)
}
/// A SOCKS proxy that connects nobody.
let guarded = try LoopbackServer { client in
  _ = try client.read()
  try client.send([5, 0xFF])
}

/// Leads to the server, and says where it was asked to go.
struct Redirected: Dialer {
  let port: Int

  func dial(_ target: ConnectionTarget) throws(HTTPException) -> any ByteStream {
    print("asked for \(target.host):\(target.port)")
    var target = target
    target.host = "127.0.0.1"
    target.port = port
    return try TCPDialer().dial(target)
  }
}

func ask(_ name: String, _ dialer: any Dialer) throws {
  let connection = try HTTPConnection("server.example", timeout: .seconds(10))
  connection.opener = dialer.dial
  try connection.request("GET", "/")
  print("\(name): \(String(decoding: try connection.getResponse().read(), as: UTF8.self))")
  connection.close()
}

try ask("Unix", UnixDialer(path: local.host))
try ask("own", Redirected(port: port))
try ask("tunnel", TunnelDialer(proxy.host, port: proxy.port))
// A dialer of one's own may lead to the proxy, too.
try ask("tunnel over own", TunnelDialer("proxy.example", port: 3128, over: Redirected(port: proxy.port)))

do {
  try ask("SOCKS", SOCKSDialer(guarded.host, port: guarded.port))
} catch {
  guard case .socks(let failure) = error as? HTTPException else { throw error }
  print("SOCKS: \(failure.kind == .noAcceptableMethod(offered: [0]) ? "wants a password" : "\(failure)")")
}
for one in [server, local, proxy, guarded] { one.stop() }
