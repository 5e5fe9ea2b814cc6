#if TLS
import HTTPWire
import HTTPWireTesting
import Testing

extension ByteStream {
  /// One read of at most so many bytes.
  func readOnce(_ capacity: Int = 65_536, timeout: Duration? = .seconds(10)) throws(HTTPException) -> [UInt8] {
    try [UInt8](capacity: capacity) { (free) throws(HTTPException) in try read(into: &free, timeout: timeout) }
  }

  /// Everything up to the end of the stream.
  func readToEnd() throws(HTTPException) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let piece = try readOnce()
      if piece.isEmpty { return bytes }
      bytes += piece
    }
  }

  /// Exactly so many bytes, or fewer where the stream ends.
  func read(exactly count: Int) throws(HTTPException) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let piece = try readOnce(count - bytes.count)
      if piece.isEmpty { return bytes }
      bytes += piece
    }
    return bytes
  }

  func write(_ bytes: [UInt8], timeout: Duration? = .seconds(10)) throws(HTTPException) {
    try write(bytes.span, timeout: timeout)
  }

  func write(_ text: String) throws(HTTPException) { try write(Array(text.utf8)) }
}

extension LoopbackServer {
  /// A client's connection to the server.
  func connect() throws(HTTPException) -> SocketStream {
    try TCPDialer().connect(to: ConnectionTarget(host: host, port: port, timeout: .seconds(10)))
  }
}

/// What the tests have in common; keys and certificates are made once.
enum Fixture {
  static let authority = Result { try CertificateAuthority() }
  static let localhost = Result {
    try authority.get().issue(TestCertificate.Request(dnsNames: ["localhost"], addresses: [[127, 0, 0, 1]]))
  }

  /// Options of a client that trusts the common authority.
  static func options(_ change: (inout TLSContext.Options) throws -> Void = { _ in }) throws -> TLSContext.Options {
    var options = TLSContext.Options()
    options.trust = [.bytes(try authority.get().certificate)]
    try change(&options)
    return options
  }

  /// A client's context that trusts the common authority.
  static func context(_ change: (inout TLSContext.Options) throws -> Void = { _ in }) throws -> TLSContext {
    try TLSContext(options(change))
  }

  /// A server that sends back what it receives, until the client ends.
  static func echo(_ change: (inout TLSServerOptions) throws -> Void = { _ in }) throws -> TLSLoopbackServer {
    try server(change) { connection in
      while true {
        let bytes = try connection.read()
        if bytes.isEmpty { return }
        try connection.send(bytes)
      }
    }
  }

  /// A server with the common certificate for localhost.
  static func server(
    _ change: (inout TLSServerOptions) throws -> Void = { _ in }, handler: @escaping LoopbackServer.Handler
  ) throws -> TLSLoopbackServer {
    var options = TLSServerOptions(certificate: try localhost.get())
    try change(&options)
    return try TLSLoopbackServer(.ipv4, options, authority: authority.get().certificate, handler: handler)
  }
}

/// A client's connection, with its handshake done.
func connect(
  to server: TLSLoopbackServer, _ context: TLSContext, name: String = "localhost", timeout: Duration? = .seconds(10)
) throws(HTTPException) -> TLSStream {
  try TLSStream(over: server.server.connect(), context: context, serverName: name, port: server.port, timeout: timeout)
}

/// What a call has thrown, or nil.
func failure(_ call: () throws -> Void) -> HTTPException? {
  do {
    try call()
    return nil
  } catch {
    return error as? HTTPException
  }
}

extension HTTPException {
  /// The failure of TLS that this is, if it is one.
  var tls: TLSFailure? { if case .tls(let failure) = self { failure } else { nil } }

  /// The refusal of a certificate that this is, if it is one.
  var certificate: CertificateFailure? { if case .certificate(let failure) = tls?.kind { failure } else { nil } }
}

/// A file that is there until the object goes.
final class TemporaryFile {
  let path: String

  init(_ bytes: [UInt8] = []) throws {
    path = try temporaryPath()
    try writeFile(path, bytes)
  }

  var contents: [UInt8] { readFile(path) }

  deinit { removeFile(path) }
}
#endif
