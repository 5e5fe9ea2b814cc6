import HTTPWireSession

/// The command line as a Swift program that does the same (`--steps`).
///
/// Passwords and tokens are not in it. It reads them from its environment.
struct StepsProgram {
  let settings: Settings
  let plans: [TransferPlan]

  var text: String {
    var program = SwiftProgram()
    program.note(missing: missing)
    SessionCode(settings: settings, plans: plans).add(to: &program)
    addTransfers(to: &program)
    if let jar = settings.request.cookieJar {
      program.add(
        jar == "-"
          ? "if let cookies = session.cookies { print(String(decoding: cookies.netscape(), as: UTF8.self), terminator: \"\") }"
          : "try session.cookies?.save(file: \(SwiftCode.literal(jar)))")
    }
    return program.text
  }

  /// One request, a loop over URLs that differ in nothing else, or one block a URL.
  private func addTransfers(to program: inout SwiftProgram) {
    let transfers = plans.map { TransferCode(plan: $0, settings: settings) }
    guard transfers.count > 1 else {
      transfers.first?.add(to: &program)
      return
    }
    let alike = Set(
      transfers.map { transfer in
        var code = SwiftProgram()
        transfer.add(to: &code, url: "url", path: transfer.path == nil ? nil : "path")
        return code.text
      })
    if alike.count == 1 {
      addLoop(transfers, to: &program)
    } else {
      for transfer in transfers { program.block("do") { transfer.add(to: &$0) } }
    }
  }

  private func addLoop(_ transfers: [TransferCode], to program: inout SwiftProgram) {
    let hasPaths = transfers.allSatisfy { $0.path != nil }
    let elements = transfers.map { hasPaths ? "(\($0.url), \($0.path ?? ""))" : $0.url }
    program.add("let places = [")
    for element in elements { program.add("  \(element),") }
    program.add("]")
    program.block("for \(hasPaths ? "(url, path)" : "url") in places") {
      transfers[0].add(to: &$0, url: "url", path: hasPaths ? "path" : nil)
    }
  }

  /// The flags that say something a program has no call for.
  private var missing: [String] {
    let (output, connection) = (settings.output, settings.connection)
    let rows: [(String, Bool)] = [
      ("-D", output.headFile != nil), ("-J", output.usesServersName), ("-R", output.keepsTime), ("-v", output.isVerbose),
      ("-w", output.writeOut != nil), ("-Y", connection.lowestSpeed != nil), ("-Z", connection.isParallel),
      ("-C with an offset", isContinuedAtOffset), ("-U without -x", settings.proxy.server == nil && settings.proxy.user != nil),
      ("--create-dirs", output.createsFolders), ("--har", output.harFile != nil), ("--json-output", output.isJSON),
      ("--limit-rate", connection.rateLimit != nil), ("--timing", output.showsTiming), ("--trace", output.traceFile != nil),
    ]
    return rows.filter(\.1).map(\.0)
  }

  private var isContinuedAtOffset: Bool {
    if case .at(let offset) = settings.request.resume { offset > 0 } else { false }
  }
}
