import HTTPWire

/// Tells the calls of the library that are made, as Swift code (`--steps`).
struct Steps {
  /// Where the lines go; nil for nowhere.
  let print: ((String) -> Void)?

  func line(_ code: @autoclosure () -> String) { print?(code()) }

  func request(_ plan: FetchPlan, _ headers: HTTPMessage, _ body: RequestSender.Body?) {
    var arguments = [SwiftCode.literal(plan.method), SwiftCode.literal(plan.target.target)]
    if let body { arguments.append("body: " + body.code) }
    if !headers.isEmpty { arguments.append("headers: " + literal(headers)) }
    if plan.isChunked { arguments.append("encodeChunked: true") }
    line("try connection.request(\(arguments.joined(separator: ", ")))")
  }

  func putRequest(_ plan: FetchPlan, skipHost: Bool, skipAcceptEncoding: Bool) {
    var arguments = [SwiftCode.literal(plan.method), SwiftCode.literal(plan.target.target)]
    if skipHost { arguments.append("skipHost: true") }
    if skipAcceptEncoding { arguments.append("skipAcceptEncoding: true") }
    line("try connection.putRequest(\(arguments.joined(separator: ", ")))")
  }

  func putHeader(_ name: String, _ value: String) {
    line("try connection.putHeader(\(SwiftCode.literal(name)), \(Self.value(value, of: name)))")
  }

  func endHeaders(_ body: RequestSender.Body?, isChunked: Bool) {
    var arguments: [String] = []
    if let body { arguments.append(body.code) }
    if isChunked { arguments.append("encodeChunked: true") }
    line("try connection.endHeaders(\(arguments.joined(separator: ", ")))")
  }

  /// The body is read. Undoing its codings is the command's own work, so there is no call of the library to show for it.
  func read(isWritten: Bool, codings: [String]) {
    if !codings.isEmpty { line("// the command undoes the content codings, with zlib: \(codings.reversed().joined(separator: ", then "))") }
    let block = codings.isEmpty ? "block" : "decode(block)"
    line("try response.forEachChunk { block in \(isWritten ? "output.write(\(block)) " : "")}")
  }

  /// A message as a dictionary literal, in which what lets one into a proxy is only named.
  func literal(_ message: HTTPMessage) -> String {
    if message.isEmpty { return "[:]" }
    return "[" + message.items.map { SwiftCode.literal($0.name) + ": " + Self.value($0.value, of: $0.name) }.joined(separator: ", ") + "]"
  }

  private static func value(_ value: String, of name: String) -> String {
    if name.lowercased() != "proxy-authorization" { return SwiftCode.literal(value) }
    if !value.hasPrefix("Basic ") { return "proxyAuthorization" }
    return "try HTTPConnection.basicProxyAuthorization(user: user, password: password)"
  }
}

/// Values as Swift source.
enum SwiftCode {
  /// A string literal; what is no printable ASCII is written as an escape.
  static func literal(_ text: String) -> String {
    var code = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": code += "\\" + String(scalar)
      case "\n": code += "\\n"
      case "\r": code += "\\r"
      case "\t": code += "\\t"
      case " "..."~": code.unicodeScalars.append(scalar)
      default: code += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      }
    }
    return code + "\""
  }

  /// A message as a dictionary literal, which keeps order and duplicates.
  static func literal(_ message: HTTPMessage) -> String {
    if message.isEmpty { return "[:]" }
    return "[" + message.items.map { literal($0.name) + ": " + literal($0.value) }.joined(separator: ", ") + "]"
  }

  /// A body of bytes: as text when that is the same, and shortened when it is long.
  static func body(_ bytes: [UInt8]) -> String {
    if bytes.count > 200 { return "/* \(bytes.count) bytes */" }
    if bytes.allSatisfy({ $0 < 0x80 }) { return literal(String(decoding: bytes, as: UTF8.self)) }
    return ".bytes([" + bytes.map { "0x" + String($0, radix: 16) }.joined(separator: ", ") + "])"
  }
}
