import HTTPWire

/// A Swift program as it is written: its statements, and what they need above them.
struct SwiftProgram {
  private(set) var lines: [String] = []
  private var depth = 0
  private var usesFoundation = false
  /// The variables of the environment that hold what is never printed, by the names of their constants.
  private var secrets: [(name: String, variable: String)] = []
  /// The flags that the program does nothing about.
  private(set) var missing: [String] = []

  /// Adds a statement.
  mutating func add(_ line: String) {
    lines.append(line.isEmpty ? "" : String(repeating: "  ", count: depth) + line)
  }

  /// Adds a call. One that is too long for a line has an argument a line.
  mutating func call(_ start: String, _ arguments: [String]) {
    let line = start + "(" + arguments.joined(separator: ", ") + ")"
    if line.utf8.count + 2 * depth <= 120 { return add(line) }
    add(start + "(")
    depth += 1
    for (index, argument) in arguments.enumerated() { add(argument + (index + 1 < arguments.count ? "," : "")) }
    depth -= 1
    add(")")
  }

  /// Adds a block of statements, which is a closure if it names a parameter.
  mutating func block(_ head: String, naming parameter: String? = nil, _ body: (inout SwiftProgram) -> Void) {
    add(head + " {" + (parameter.map { " \($0) in" } ?? ""))
    depth += 1
    body(&self)
    depth -= 1
    add("}")
  }

  mutating func importFoundation() { usesFoundation = true }

  /// Notes flags that have no equal in a program.
  mutating func note(missing flags: [String]) { missing += flags }

  /// The name of a constant with a secret, which the program reads from the environment.
  mutating func secret(_ name: String, in variable: String) -> String {
    importFoundation()
    if !secrets.contains(where: { $0.name == name }) { secrets.append((name, variable)) }
    return name
  }

  /// Fields as a dictionary literal, without the values that are never printed.
  mutating func literal(_ fields: HTTPMessage) -> String {
    let elements = fields.items.map { (name, value) in
      let known = Self.secretFields.first { $0.field == name.lowercased() }
      return SwiftCode.literal(name) + ": " + (known.map { secret($0.constant, in: $0.variable) } ?? SwiftCode.literal(value))
    }
    return "[\(elements.joined(separator: ", "))]"
  }

  private static let secretFields = [
    (field: "authorization", constant: "authorization", variable: "AUTHORIZATION"),
    (field: "proxy-authorization", constant: "proxyAuthorization", variable: "PROXY_AUTHORIZATION"),
    (field: "cookie", constant: "cookie", variable: "COOKIE"),
  ]

  /// The whole program.
  var text: String {
    var text = (usesFoundation ? "import Foundation\n" : "") + "import HTTPWireSession\n\n"
    if !missing.isEmpty { text += "// The command's \(missing.joined(separator: ", ")) has no equal here.\n" }
    for secret in secrets {
      text += "let \(secret.name) = ProcessInfo.processInfo.environment[\(SwiftCode.literal(secret.variable))] ?? \"\"\n"
    }
    if !secrets.isEmpty { text += "\n" }
    return text + lines.joined(separator: "\n") + "\n"
  }
}
