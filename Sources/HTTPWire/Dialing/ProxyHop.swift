/// A proxy on the way to a target.
struct ProxyHop {
  private let address: HostPort
  /// The proxy as `host:port`, for errors.
  let name: String

  /// Throws `invalidURL` for a bad host or port.
  init(_ host: String, _ port: Int) throws(HTTPException) {
    let checked = try HostPort(host, port: port, defaultPort: port, leniency: .default)
    address = HostPort(host: try IDNA.ascii(checked.host), port: checked.port)
    name = try HostPort.field(host: checked.host, port: checked.port, defaultPort: nil)
  }

  /// Opens a stream to the proxy, and lets `ask` ask it for the target (``ConnectionTarget/prepare(_:_:_:)``). Errors name the proxy.
  func open(
    _ dial: (ConnectionTarget) throws(HTTPException) -> any ByteStream, for target: ConnectionTarget,
    _ ask: (any ByteStream) throws(HTTPException) -> Void
  ) throws(HTTPException) -> any ByteStream {
    var own = target
    own.host = address.host
    own.port = address.port
    do throws(HTTPException) {
      let stream = try dial(own)
      try target.prepare(stream, .tunneling) { () throws(HTTPException) in try ask(stream) }
      return stream
    } catch {
      throw error.at(proxy: name)
    }
  }
}
