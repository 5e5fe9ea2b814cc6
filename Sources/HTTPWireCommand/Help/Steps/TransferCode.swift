import HTTPWireSession

/// The code that sends one request and does with the response what the command line says.
struct TransferCode {
  let plan: TransferPlan
  let settings: Settings

  /// The URL as an expression.
  var url: String {
    let text = "\(plan.url)"
    let literal = SwiftCode.literal(text)
    // A literal loses the dots of its path, which the command sends.
    return (try? HTTPURL(text)) == plan.url ? literal : "try HTTPURL(\(literal), pathAsIs: true)"
  }

  /// The file for the body as an expression; nil without one.
  var path: String? {
    if case .file(let path) = place { SwiftCode.literal(path) } else { nil }
  }

  private var place: OutputPlan.Place {
    switch (try? OutputPlan(plan, settings.output))?.place {
    case .file("/dev/null"): .nowhere
    case .file("/dev/stdout"): .standardOutputAsItIs
    case let place?: place
    case nil: .standardOutput
    }
  }

  /// Whether the file is a device, which must be written to and not replaced.
  private var isDevice: Bool { if case .file(let path) = place { path.hasPrefix("/dev/") } else { false } }

  func add(to program: inout SwiftProgram) { add(to: &program, url: url, path: path) }

  /// Adds the code, with expressions for the URL and the file.
  func add(to program: inout SwiftProgram, url: String, path: String?) {
    if settings.output.showsEvents { return addEvents(to: &program, url) }
    if isDownload, let path { return addDownload(to: &program, url, path) }
    let request = RequestCode(plan: plan, settings: settings)
    if settings.connection.repetitions > 1 {
      program.block("for _ in 1..<\(settings.connection.repetitions)") { request.add(to: &$0, url, result: "_ =") }
    }
    request.add(to: &program, url, result: usesResponse ? "let response =" : "_ =")
    addOutput(to: &program, path)
  }

  private func addEvents(to program: inout SwiftProgram, _ url: String) {
    let headers = RequestCode(plan: plan, settings: settings).headers(&program, ofBody: nil)
    program.call("let events = try session.events", [url] + headers)
    program.add("while let event = try events.next() { print(event.type, event.data) }")
  }

  // MARK: Downloads

  /// Whether the session's call for downloads does it: what comes goes to a file as it is.
  private var isDownload: Bool {
    let request = settings.request
    if case .at(let offset) = request.resume, offset > 0 { return false }
    return !isDevice && plan.method == "GET" && plan.body.isNone && plan.leftOut.isEmpty && request.userAgent != [] && !request.isDecoded
      && request.range == nil && request.timeCondition == nil && !settings.output.includesHead && settings.connection.repetitions == 1
      && settings.connection.largestFile == nil
  }

  private func addDownload(to program: inout SwiftProgram, _ url: String, _ path: String) {
    var arguments = [url, "to: \(path)"]
    if settings.request.resume == .atEnd { arguments.append("resuming: true") }
    arguments += RequestCode(plan: plan, settings: settings).headers(&program, ofBody: nil)
    if let limit = settings.connection.timeLimit { arguments.append("deadline: .now + \(SwiftCode.literal(limit))") }
    program.add("// Throws for any status but those of success, and leaves no file then.")
    program.call("try session.download", arguments)
  }

  // MARK: Output

  private var showsHead: Bool { settings.output.includesHead || settings.request.isHead }

  /// Whether anything is done with the response.
  private var usesResponse: Bool { showsHead || place != .nowhere || settings.output.failure != .none }

  private func addOutput(to program: inout SwiftProgram, _ path: String?) {
    if showsHead { addHead(to: &program) }
    let isToFile = path != nil
    if showsHead, !isToFile { program.add("print(head, terminator: \"\")") }
    if settings.output.failure == .withoutBody { addCheck(to: &program) }
    if !settings.request.isHead || isToFile { addBody(to: &program, path, behindHead: showsHead) }
    if settings.output.failure == .withBody { addCheck(to: &program) }
  }

  private func addHead(to program: inout SwiftProgram) {
    program.add("var head = \"HTTP/1.1 \\(response.status) \\(response.reason)\\r\\n\"")
    program.add("for field in response.headers { head += \"\\(field.name): \\(field.value)\\r\\n\" }")
    program.add("head += \"\\r\\n\"")
  }

  private func addCheck(to program: inout SwiftProgram) {
    program.add("if response.status >= 400 { try response.checkStatus() }")
  }

  private func addBody(to program: inout SwiftProgram, _ path: String?, behindHead: Bool) {
    if let path {
      program.importFoundation()
      let bytes = behindHead ? "Array(head.utf8) + response.body" : "response.body"
      return program.add("try Data(\(bytes)).write(to: URL(fileURLWithPath: \(path))\(isDevice ? "" : ", options: .atomic"))")
    }
    switch place {
    case .nowhere, .file: break
    case .standardOutput: program.add("print(String(decoding: response.body, as: UTF8.self), terminator: \"\")")
    case .standardOutputAsItIs:
      program.importFoundation()
      program.add("FileHandle.standardOutput.write(Data(response.body))")
    }
  }
}
