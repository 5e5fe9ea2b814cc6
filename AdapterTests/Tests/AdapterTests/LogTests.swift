import HTTPWire
import HTTPWireLog
import HTTPWireTesting
import Logging
import Synchronization
import Testing

/// The lines of swift-log.
struct LogTests {
  final class Lines: Sendable {
    struct Line: Sendable {
      let level: Logger.Level
      let text: String
      let metadata: Logger.Metadata
    }

    let all = Mutex<[Line]>([])
    var exchanges: [Line] { all.withLock { $0.filter { $0.metadata["http.request.method"] != nil } } }
    var steps: [String] { all.withLock { $0.filter { $0.metadata["http.request.method"] == nil }.map(\.text) } }
  }

  struct Handler: LogHandler {
    let lines: Lines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.debug

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let line = Lines.Line(level: event.level, text: event.message.description, metadata: event.metadata ?? [:])
      lines.all.withLock { $0.append(line) }
    }
  }

  private func logger(_ level: Logger.Level = .debug) -> (Logger, Lines) {
    let lines = Lines()
    var logger = Logger(label: "test") { _ in Handler(lines: lines) }
    logger.logLevel = level
    return (logger, lines)
  }

  @Test(arguments: Exchange.all) func `each exchange is a line with OpenTelemetry's names`(exchange: Exchange) throws {
    let (logger, lines) = logger()
    let server = try exchange.run(with: ConnectionLogger(logger))
    defer { server.stop() }
    let line = try #require(lines.exchanges.first)
    #expect(lines.exchanges.count == 1)
    let values = line.metadata.mapValues(\.description)
    #expect(values["http.request.method"] == (exchange.method == "BREW" ? "_OTHER" : "GET"))
    #expect(values["http.request.method_original"] == (exchange.method == "BREW" ? "BREW" : nil))
    #expect(values["url.full"] == "http://127.0.0.1:\(server.port)\(exchange.target)")
    #expect(values["server.address"] == "127.0.0.1")
    #expect(values["server.port"] == String(server.port))
    #expect(values["network.peer.address"] == "127.0.0.1")
    #expect(values["http.response.status_code"] == exchange.status.map(String.init))
    #expect(values["network.protocol.version"] == exchange.status.map { _ in "1.1" })
    #expect(values["error.type"] == exchange.errorType)
    #expect(values["http.request.body.size"] == (exchange.method == "BREW" ? "3" : nil))
    #expect(line.level == (exchange.errorType == nil ? .info : .warning))
    #expect(lines.steps.contains("connected"))
  }

  @Test func `an opening that fails is a warning with the request's URL`() throws {
    let (logger, lines) = logger(.info)
    let port = try closedPort()
    let connection = try HTTPConnection("127.0.0.1", port: port)
    connection.observers = [ConnectionLogger(logger)]
    #expect(throws: HTTPException.self) { try connection.request("GET", "http://user:secret@127.0.0.1:\(port)/a") }
    let line = try #require(lines.exchanges.first)
    #expect(line.level == .warning)
    #expect(line.metadata["url.full"]?.description == "http://127.0.0.1:\(port)/a")
    #expect(line.metadata["error.type"]?.description == "system")
    #expect(!"\(line)".contains("secret"))
    // The logger's level leaves the steps out.
    #expect(lines.steps.isEmpty)
  }
}
