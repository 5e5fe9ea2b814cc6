import HTTPWire
import Support

/// Hosts, ports, tunnels and targets: what a connection takes must reach the wire as a `Host` that means the same.
@main
enum Hosts {
  static func main() { fuzz(check) }

  static func check(_ input: FuzzInput) {
    var choices = input.choices
    let isLoose = choices.byte() & 1 != 0
    let hasPort = choices.byte() & 1 != 0
    let port = Int(choices.wide())
    let hasTunnelPort = choices.byte() & 1 != 0
    let texts = input.parts.map { String(decoding: $0, as: UTF8.self) }
    let leniency: ParsingLeniency = isLoose ? .python : .default
    guard let connection = try? HTTPConnection(texts[0], port: hasPort ? port : nil, leniency: leniency) else { return }
    if !isLoose { checkParts(connection.host, connection.port) }
    let tunnel = texts.count > 2 ? texts[2] : nil
    if let tunnel {
      guard (try? connection.setTunnel(tunnel, port: hasTunnelPort ? port : nil)) != nil else { return }
    }
    let target = texts.count > 1 ? texts[1] : ""
    guard let sent = SentRequest(connection, target) else { return }
    require(sent.host.utf8.allSatisfy { $0 < 0x80 }, "a host that is looked up is ASCII", sent.host)
    guard let heads = RequestReference.all(in: sent.bytes), heads.count == (tunnel == nil ? 1 : 2), let request = heads.last else {
      violated("what is sent is the CONNECT, if there is a tunnel, and one request", String(decoding: sent.bytes, as: UTF8.self))
    }
    require(request.target == Array((target.isEmpty ? "/" : target).utf8), "the target is sent as it is", request)
    if isLoose { return }
    if tunnel == nil {
      checkHost(of: request, target, connection.host, connection.port)
    } else {
      checkTunnel(heads[0], request, target)
    }
  }

  /// The parts that a connection was made of are a host without its marks and a port in range.
  static func checkParts(_ host: String, _ port: Int) {
    require(0...65_535 ~= port, "a port is in range", port)
    // The scope of an address never leaves the machine, and may be named anything.
    let name = host.unicodeScalars.prefix { $0 != "%" }
    let isName = !name.contains { "[]/?#@\\ \"<>^`{|}".unicodeScalars.contains($0) || $0.value < 0x21 || $0.value == 0x7F }
    require(isName, "a host has nothing that ends it", host)
  }

  /// The one `Host` field means `host` and `port`, or the authority of a target that has one.
  static func checkHost(of request: RequestReference, _ target: String, _ host: String, _ port: Int) {
    let fields = request.fields.filter { $0.name == Array("Host".utf8) }
    guard fields.count == 1, let field = fields.first else { violated("a request has one Host", request) }
    let value = String(decoding: field.value, as: UTF8.self)
    if let authority = TargetReference.authority(of: target), !authority.isEmpty {
      return require(value == TargetReference.hostField(authority), "Host is the target's authority", value)
    }
    checkAuthority(value, means: host, port, defaultPort: 80)
  }

  /// CONNECT names the tunnel's far end, and so does the request behind it.
  static func checkTunnel(_ connect: RequestReference, _ request: RequestReference, _ target: String) {
    require(connect.method == Array("CONNECT".utf8), "a tunnel is asked for first", connect)
    let authority = String(decoding: connect.target, as: UTF8.self)
    guard let (host, port) = AuthorityReference.parts(authority), let port else { violated("CONNECT names a host and a port", authority) }
    require(connect.fields.first == FieldReference.Field(name: Array("Host".utf8), value: connect.target), "CONNECT's Host is its target")
    checkHost(of: request, target, host, port)
  }

  /// An authority that goes out leads back to the host and port it was made of.
  static func checkAuthority(_ value: String, means host: String, _ port: Int, defaultPort: Int) {
    guard let (found, foundPort) = AuthorityReference.parts(value) else { violated("Host is a host and perhaps a port", value) }
    let expectedPort = isDefectPlanted ? port / 2 : port
    require((foundPort ?? defaultPort) == expectedPort, "Host has the connection's port", value)
    require(AuthorityReference.mean(found, host), "Host has the connection's host", "\(value) of \(host)")
    guard let again = try? HTTPConnection(value) else { violated("a Host that was sent is taken again", value) }
    require(again.host == found && again.port == port, "a Host that was sent means the same again", value)
  }
}
