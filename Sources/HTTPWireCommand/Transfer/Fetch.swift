import HTTPWireInflate
import HTTPWireSession
import HTTPWireSupport

/// Does what the command line describes.
final class Fetch {
  /// The contents of the command line, checked.
  struct Plan {
    var request: FetchPlan
    /// How to speak TLS to the server.
    var tls: TLSPlan
    var proxy: ProxyPlan?
    var destination: Destination
    var connection: ConnectionOptions
    var output: OutputOptions
    /// Whether only the head is requested.
    var isHeadOnly: Bool
    /// Whether the content is decoded.
    var isDecoded: Bool

    /// Throws `badUsage`, `badURL` and `unsupportedScheme`.
    init(
      url: String?, _ request: RequestOptions, _ connection: ConnectionOptions, _ tls: TLSOptions, _ proxy: ProxyOptions,
      _ output: OutputOptions
    ) throws(Complaint) {
      guard let url else { throw Complaint(.badUsage, "a URL is missing; see httpwire --help") }
      self.request = try FetchPlan(url: url, request)
      destination = try Destination(output, self.request.url)
      self.tls = try TLSPlan(tls)
      self.proxy = try ProxyPlan(proxy, for: self.request.url)
      if let proxy = self.proxy, !proxy.isTunnel { self.request.address(proxy) }
      self.connection = connection
      self.output = output
      isHeadOnly = request.head
      isDecoded = request.compressed
      if isDecoded, ContentCodings.known.isEmpty {
        throw Complaint(.badUsage, "--compressed needs zlib, and this command was built without it (the trait Compression)")
      }
      if connection.repetitions < 1 { throw Complaint(.badUsage, "--repeat takes a number from 1 on") }
      if connection.repetitions > 1, !self.request.isRepeatable {
        throw Complaint(.badUsage, "--repeat can't send standard input more than once")
      }
      if connection.interface != nil, connection.unixSocket != nil {
        throw Complaint(.badUsage, "--interface and --unix-socket exclude each other")
      }
      if self.proxy != nil, connection.unixSocket != nil { throw Complaint(.badUsage, "--proxy and --unix-socket exclude each other") }
      if !SecureTransport.isBuiltIn, self.request.url.scheme == .https || self.proxy?.server.scheme == .https {
        throw Complaint(.unsupportedScheme, SecureTransport.absence)
      }
    }
  }

  private let plan: Plan
  private let console: Console
  private let meter: Meter
  private let steps: Steps
  private let report: ConnectionReport
  private let deadline: Deadline

  init(_ plan: Plan, _ console: Console) {
    self.plan = plan
    self.console = console
    // As with curl, a body on the terminal replaces the progress line.
    let isShown = plan.destination != .standardOutput || !Syscalls.isTerminal(Syscalls.standardOutput)
    meter = Meter(progress: console.isTerminal && isShown && !plan.output.silent ? Progress(console) : nil)
    steps = Steps(print: plan.output.steps ? { console.line($0) } : nil)
    deadline = Deadline(after: plan.connection.maxTime?.duration)
    report = ConnectionReport(
      plan, meter, report: plan.output.verbose ? { console.line($0) } : nil,
      onTLS: { [steps] in steps.line("// connection.tls: \($0)") })
    console.hide((plan.proxy?.secrets ?? []) + plan.request.headers.getAll("Proxy-Authorization"))
  }

  /// Fetches. Throws a complaint or what the library throws. After an error, an unfinished file is removed.
  func run() throws {
    let sink = try Sink(plan.destination)
    var failed: HTTPConnection?
    do {
      let connection = try makeConnection()
      failed = connection
      let count = plan.connection.repetitions
      for number in 1...count { try exchange(number, of: count, over: connection, into: number == count ? sink : nil) }
      steps.line("connection.close()")
      connection.close()
      try sink.commit()
    } catch {
      meter.endExchange()
      sink.discard()
      throw explained(error, failed?.requestFailure)
    }
  }

  /// Adds what the library can't know to an error: what an address was for, how far the connection had come, and to which peer.
  private func explained(_ error: any Error, _ request: RequestFailure?) -> any Error {
    if let complaint = wrongInterface(error) { return complaint }
    switch error {
    case HTTPException.tls(let failure) where report.progress != .ready && failure.kind != .configuration:
      // The library names the proxy of a tunnel itself.
      let isProxy = report.progress == .connected && plan.proxy?.server.scheme == .https && failure.proxy == nil
      let complaint = Complaint(.tls(failure))
      // The connection ended during the handshake, so no body was cut short.
      return Complaint(failure.kind == .truncated ? .handshake : complaint.status, (isProxy ? "the proxy: " : "") + complaint.text)
    case let failure as HTTPException where failure.fault != .caller && request != nil:
      // A proxy that forwards is the server of the command's connection.
      let forwarder = plan.proxy.flatMap { $0.isTunnel ? nil : $0.server.address }
      guard let proxy = request?.proxy ?? forwarder else { return error }
      switch failure.at(proxy: proxy) {
      case .system(let failure): return HTTPException.system(failure)
      case .nameResolution(let failure): return HTTPException.nameResolution(failure)
      case .connectionFailed(let attempts): return HTTPException.connectionFailed(attempts)
      case .tls(let failure): return HTTPException.tls(failure)
      case .tunnelRefused(let refusal): return HTTPException.tunnelRefused(refusal)
      default: return Complaint(CommandStatus(failure), "the proxy \(proxy): \(failure)")
      }
    default: return error
    }
  }

  /// The complaint about `--interface`, if the error is that its address can't be looked up.
  private func wrongInterface(_ error: any Error) -> Complaint? {
    guard let address = plan.connection.interface, let error = error as? HTTPException, Self.isLookUp(of: address, error)
    else { return nil }
    return Complaint(.sourceAddress, "--interface takes one of this machine's interfaces or addresses, not \(SwiftCode.literal(address))")
  }

  private static func isLookUp(of host: String, _ error: HTTPException) -> Bool {
    switch error {
    case .nameResolution(let failure): failure.host == host
    // A numeric address is tried for the addresses of its family.
    case .connectionFailed(let attempts): attempts.allSatisfy { isLookUp(of: host, $0.error) }
    default: false
    }
  }

  private func makeConnection() throws(HTTPException) -> HTTPConnection {
    let connection = try ConnectionSetup(plan: plan, steps: steps).make()
    connection.observers = [report]
    if plan.output.debug {
      steps.line("connection.setDebugLevel(1)")
      connection.debugSink = { [console] in console.line($0) }
      connection.setDebugLevel(1)
    }
    return connection
  }

  private func note(_ text: String) {
    if plan.output.verbose { console.line("* " + text) }
  }

  // MARK: Exchange

  /// Sends the request once and reads the response. Writes it to `sink`, or drops it if that is nil.
  private func exchange(_ number: Int, of count: Int, over connection: HTTPConnection, into sink: Sink?) throws {
    let sender = RequestSender(plan: plan.request, steps: steps)
    let body = try sender.body()
    meter.beginExchange(bodyLength: body?.length, hasBody: body != nil)
    let response = try send(body, with: sender, over: connection)
    if plan.output.verbose {
      for line in MessageHead.lines(of: response) { console.line("< " + TerminalText.escaped(line)) }
    }
    if plan.output.fail, response.status >= 400 {
      response.close()
      throw Complaint(.httpStatus, "the server answered \(response.status) \(response.reason)")
    }
    if plan.output.include || plan.isHeadOnly { try sink?.writeHead(MessageHead.lines(of: response)) }
    meter.beginBody(length: response.remainingLength)
    try read(response, into: sink)
    if response.status == 101, !plan.isHeadOnly, let sink { try readSwitched(connection, into: sink) }
    meter.endExchange()
    if plan.output.timing { showTiming(number, of: count) }
    note(response.willClose ? "The connection is closed" : "The connection is kept")
  }

  private func send(_ body: RequestSender.Body?, with sender: RequestSender, over connection: HTTPConnection) throws -> HTTPResponse {
    do {
      try sender.send(body, over: connection)
    } catch {
      // A server that does not want the body may have answered before it closed the connection (RFC 9112 section 9.5).
      guard error.isConnectionReset, let early = try? connection.getResponse() else { throw error }
      note("The server stopped reading (\(error)) and had answered")
      return early
    }
    steps.line("let response = try connection.getResponse()")
    let response = try connection.getResponse()
    steps.line("// response.status is \(response.status), response.reason is \(SwiftCode.literal(response.reason))")
    return response
  }

  /// Reads the body a block at a time, so that memory does not grow with the body.
  private func read(_ response: HTTPResponse, into sink: Sink?) throws {
    let codings = plan.isDecoded && sink != nil ? ContentCodings.names(response.headers) : []
    steps.read(isWritten: sink != nil, codings: codings)
    var decoder: ContentDecoder?
    do {
      try response.forEachChunk { block in
        meter.received(block.count)
        guard let sink else { return }
        if codings.isEmpty { return try sink.writeBody(block) }
        // Made with the first bytes: without a body (HEAD, 204, 304), its codings don't matter.
        let decoding = try decoder ?? ContentDecoder(ContentCodings(response.headers), deadline)
        decoder = decoding
        try decoding.decode(block, to: sink.writeBody)
      }
      try decoder?.finish()
    } catch HTTPException.incompleteRead(let partial, let expected) {
      // `partial` has only the bytes of the last call, but the body was read with many calls.
      let missing = expected.map { ", \($0) before its end" } ?? ""
      throw Complaint(.incompleteBody, "the body was cut short after \(meter.timing.bytes + Int64(partial.count)) bytes\(missing)")
    } catch HTTPException.custom(let error) {
      throw error
    }
    steps.line("// \(meter.timing.bytes) bytes")
  }

  /// Prints what follows 101 (Switching Protocols) to the end of the stream, in whatever protocol, as curl does.
  private func readSwitched(_ connection: HTTPConnection, into sink: Sink) throws {
    guard let stream = connection.stream else { return }
    steps.line("// what follows 101 is read from connection.stream, to its end")
    while true {
      var block: [UInt8] = []
      // The connection's deadline is for HTTP.
      let left = deadline.remaining
      if left == .zero { throw HTTPException.timedOut(.reading) }
      try block.append(addingCapacity: 65_536) { (free) throws(HTTPException) in try stream.read(into: &free, timeout: left) }
      if block.isEmpty { return }
      meter.received(block.count)
      try sink.writeBody(block)
    }
  }

  private func showTiming(_ number: Int, of count: Int) {
    let timing = meter.timing
    let request = count > 1 ? "request \(number): " : ""
    let connect = timing.connect.map { "connect \(Self.seconds($0))" } ?? "connection reused"
    let firstByte = timing.firstByte.map { "first byte \(Self.seconds($0))" } ?? "no byte"
    console.line("timing: \(request)\(connect), \(firstByte), total \(Self.seconds(timing.total)), \(timing.bytes) bytes")
  }

  /// Seconds with six digits after the point.
  static func seconds(_ duration: Duration) -> String {
    let microseconds = Int64(max(0, duration / .microseconds(1)))
    let fraction = String(microseconds % 1_000_000)
    return "\(microseconds / 1_000_000).\(String(repeating: "0", count: 6 - fraction.utf8.count))\(fraction) s"
  }
}
