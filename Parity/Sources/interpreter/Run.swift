import HTTPWire

/// There is no object for a step to be done on.
struct Skipped: Error {}

/// One program being run; nothing of it outlives it.
final class Run {
  let program: Program
  let peer: Peer
  private let output: Output
  var connection: HTTPConnection?
  /// The method of the request that the connection's next response is for.
  var method: String?
  /// Nil where one was dropped.
  var responses: [HTTPResponse?] = []
  /// Whether a connection may have been left to another protocol: asking for its stream would take that over.
  var hasLeftHTTP = false
  /// Whether a response prints to standard output.
  var hasPrintingResponse = false
  private var debug: [String] = []

  init(_ program: Program, _ output: Output) {
    self.program = program
    self.output = output
    peer = Peer(program.peer)
    // The one context that programs share: a session of an earlier one would be resumed.
    if program.loopback != nil { TLSContext.default.forgetSessions() }
  }

  /// The trace. Throws what makes a step none.
  func trace() throws(NotAProgram) -> JSON {
    // What is printed by a program that turns out to be none is not the next one's.
    defer { if hasPrintingResponse { _ = output.takePrinted() } }
    var steps: [JSON] = []
    for step in program.steps { steps.append(try trace(of: step)) }
    return .object([("steps", .array(steps))])
  }

  /// The sink of the connections' debug output.
  func tell(_ text: String) { debug += Self.lines(of: text) }

  static func lines(of text: String) -> [String] {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
  }

  private func trace(of step: Fields) throws(NotAProgram) -> JSON {
    let name = try step.text("op")
    guard let operation = Self.operations[name] else { throw NotAProgram(reason: "\(step.place): no step is named \(name)") }
    var members: [(key: String, value: JSON)] = []
    do {
      members.append(("ok", try operation(self)(step)))
    } catch let error as HTTPException {
      members.append(("error", PythonErrors.json(error, of: name)))
    } catch let error as NotAProgram {
      throw error
    } catch {
      return .object([("skipped", .bool(true))])
    }
    return .object(members + happened() + state())
  }

  /// What happened during a step and is not its result.
  private func happened() -> [(key: String, value: JSON)] {
    if hasPrintingResponse { debug += output.takePrinted() }
    let (opened, wire, waits) = peer.take()
    var members: [(key: String, value: JSON)] = []
    if !opened.isEmpty { members.append(("opened", .array(opened))) }
    if !wire.isEmpty { members.append(("wire", .array(wire))) }
    if !waits.isEmpty { members.append(("waits", .array(waits))) }
    if !debug.isEmpty { members.append(("debug", JSON(debug))) }
    debug = []
    return members
  }

  private func state() -> [(key: String, value: JSON)] {
    let seen = responses.compactMap { $0 }.map { response in
      JSON.array([
        .bool(response.isClosed), response.remainingLength.map { .int(Int(clamping: $0)) } ?? .null, .int(response.status),
        .string(response.reason), .int(response.version), .bool(response.isChunked), .bool(response.willClose),
      ])
    }
    let isOpen: JSON = hasLeftHTTP ? .null : .bool(connection?.stream != nil)
    let level: JSON = connection.map { .int($0.debugLevel) } ?? .null
    return [("open", isOpen), ("debugLevel", level), ("responses", .array(seen)), ("live", .array(peer.live))]
  }

  /// A step that is done on a run.
  private typealias Operation = @Sendable (Run) -> (Fields) throws -> JSON

  private static let operations: [String: Operation] = [
    "new": Run.new, "set": Run.set, "setDebugLevel": Run.setDebugLevel, "setTunnel": Run.setTunnel, "proxyHeaders": Run.proxyHeaders,
    "connect": Run.connect, "close": Run.close, "request": Run.request, "putRequest": Run.putRequest, "putHeader": Run.putHeader,
    "endHeaders": Run.endHeaders, "send": Run.send, "getResponse": Run.getResponse, "stream": Run.stream, "drop": Run.drop,
    "response": Run.response, "parseHeaders": Run.parseHeaders, "module": Run.module, "message": Run.message,
  ].merging(onResponses) { first, _ in first }

  private static let onResponses = responseOperations.mapValues { operation -> Operation in
    { run in { step in try operation(run.response(for: step), step) } }
  }
}
