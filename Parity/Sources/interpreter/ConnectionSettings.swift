import HTTPWire

/// The arguments of a new connection.
struct ConnectionSettings {
  private let host: String
  private let port: Int?
  private let timeout: Duration?
  private let source: SourceAddress?
  private let blockSize: Int
  private let maxHeaders: Int
  private let leniency: ParsingLeniency
  private let tls: TLSArguments?

  init(_ step: Fields, _ program: Program) throws(NotAProgram) {
    host = program.filled(try step.text("host"))
    port = try Self.port(step, program)
    timeout = step["timeout"] == nil ? HTTPConnection.defaultTimeout : try Self.timeout(step, "timeout")
    source = try Self.source(step, "source")
    blockSize = try step.optionalInt("blockSize") ?? Self.pythonBlockSize
    maxHeaders = try step.optionalInt("maxHeaders") ?? ParsingLimits.default.fieldCount
    leniency = program.leniency
    tls = try step.bool("https") ? try TLSArguments(step, program) : nil
  }

  func connection() throws(HTTPException) -> HTTPConnection {
    guard let tls else {
      return try HTTPConnection(
        host, port: port, timeout: timeout, sourceAddress: source, blockSize: blockSize, maxResponseHeaders: maxHeaders, leniency: leniency)
    }
    let context = try tls.makeContext()
    if tls.hasDeprecated {
      let maker: any DeprecatedMaker = SecureMaker(host: host, port: port, timeout: timeout, source: source)
      let made = try maker.make(tls, context)
      made.blockSize = blockSize
      made.maxResponseHeaders = maxHeaders
      return made
    }
    return try HTTPSConnection(
      host, port: port, timeout: timeout, sourceAddress: source, blockSize: blockSize, maxResponseHeaders: maxHeaders, leniency: leniency,
      context: context)
  }

  static func timeout(_ step: Fields, _ key: String) throws(NotAProgram) -> Duration? {
    guard let timeout = Seconds.duration(step[key] ?? .null) else { throw step.wrong(key, "number of seconds") }
    return timeout
  }

  static func source(_ step: Fields, _ key: String) throws(NotAProgram) -> SourceAddress? {
    if step.isNone(key) { return nil }
    let parts = try step.list(key)
    guard parts.count == 2, case .string(let host) = parts[0], case .int(let port) = parts[1] else { throw step.wrong(key, "[host, port]") }
    return SourceAddress(host, port: port)
  }

  /// A number, or the place that is kept for one.
  static func port(_ step: Fields, _ program: Program) throws(NotAProgram) -> Int? {
    guard case .string(let text) = step["port"] else { return try step.optionalInt("port") }
    guard let port = Int(program.filled(text)) else { throw step.wrong("port", "port") }
    return port
  }

  private static let pythonBlockSize = 8192
}
