import HTTPWire

// The steps that make a connection, and change its settings.

extension Run {
  func new(_ step: Fields) throws -> JSON {
    let settings = try ConnectionSettings(step, program)
    connection = nil
    method = nil
    let made = try settings.connection()
    if program.loopback == nil {
      let peer = peer
      made.opener = { target throws(HTTPException) in try peer.open(target) }
    }
    made.debugSink = { [weak self] in self?.tell($0) }
    connection = made
    return .object([("host", .string(made.host)), ("port", .int(made.port)), ("defaultPort", .int(made.defaultPort))])
  }

  func set(_ step: Fields) throws -> JSON {
    let connection = try liveConnection()
    switch try step.text("name") {
    case "autoOpen": connection.autoOpen = try step.bool("value")
    case "timeout": connection.timeout = try ConnectionSettings.timeout(step, "value")
    case "blockSize": connection.blockSize = try step.int("value")
    case "maxHeaders": connection.maxResponseHeaders = try step.optionalInt("value") ?? ParsingLimits.default.fieldCount
    case "source": connection.sourceAddress = try ConnectionSettings.source(step, "value")
    case "httpVersion":
      guard let version = HTTPVersion(rawValue: try step.int("value")) else { throw step.wrong("value", "version of HTTP") }
      connection.httpVersion = version
    default: throw step.wrong("name", "property")
    }
    return .null
  }

  func setDebugLevel(_ step: Fields) throws -> JSON {
    let connection = try liveConnection()
    connection.setDebugLevel(try step.int("level"))
    return .null
  }

  func setTunnel(_ step: Fields) throws -> JSON {
    let connection = try liveConnection()
    let (host, port) = (program.filled(try step.text("host")), try ConnectionSettings.port(step, program))
    try connection.setTunnel(host, port: port, headers: HTTPMessage(step.pairs("headers")))
    return .null
  }

  func proxyHeaders(_ step: Fields) throws -> JSON {
    try liveConnection().proxyResponseHeaders.map { JSON(pairs: $0.items) } ?? .null
  }

  func liveConnection() throws -> HTTPConnection {
    guard let connection else { throw Skipped() }
    return connection
  }
}
