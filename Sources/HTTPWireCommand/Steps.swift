import HTTPWire

/// Prints the calls of the library that the command makes, as Swift code (`--steps`).
struct Steps {
  /// Prints a line; nil prints nothing.
  let print: ((String) -> Void)?

  func line(_ code: @autoclosure () -> String) { print?(code()) }

  func request(_ plan: FetchPlan, _ headers: HTTPMessage, _ body: RequestSender.Body?) {
    var arguments = [SwiftCode.literal(plan.method), SwiftCode.literal(plan.target)]
    if let body { arguments.append("body: " + body.code) }
    if !headers.isEmpty { arguments.append("headers: " + literal(headers)) }
    if plan.isChunked { arguments.append("encodeChunked: true") }
    line("try connection.request(\(arguments.joined(separator: ", ")))")
  }

  func putRequest(_ plan: FetchPlan, skipHost: Bool, skipAcceptEncoding: Bool) {
    var arguments = [SwiftCode.literal(plan.method), SwiftCode.literal(plan.target)]
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

  /// Prints the reading of the body. The command decodes the content codings itself, so there is no call of the library to print for that.
  func read(isWritten: Bool, codings: [String]) {
    if !codings.isEmpty { line("// the command undoes the content codings, with zlib: \(codings.reversed().joined(separator: ", then "))") }
    let block = codings.isEmpty ? "block" : "decode(block)"
    line("try response.forEachChunk { block in \(isWritten ? "output.write(\(block)) " : "")}")
  }

  /// A message as a dictionary literal. Credentials for a proxy are replaced by a variable's name.
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
