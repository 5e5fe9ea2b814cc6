import HTTPWireSession

/// The code that sends one request.
struct RequestCode {
  let plan: TransferPlan
  let settings: Settings

  /// Adds the code that sends the request to a URL. `result` is the start of the statement.
  func add(to program: inout SwiftProgram, _ url: String, result: String) {
    let body = BodyCode(plan.body, settings.request).expression(&program)
    let headers = headers(&program, ofBody: body?.type)
    let content = body.map { ["body: " + $0.code] } ?? []
    let limit = settings.connection.timeLimit.map { "deadline: .now + " + SwiftCode.literal($0) }
    if omitted.isEmpty, let name = Self.callName(plan.method, hasBody: body != nil) {
      program.call("\(result) try session.\(name)", [url] + content + headers + [limit].compactMap { $0 })
      return
    }
    let binding = omitted.isEmpty && limit == nil ? "let" : "var"
    program.call("\(binding) request = try HTTPSession.Request", [SwiftCode.literal(plan.method), url] + headers + content)
    if !omitted.isEmpty { program.add("request.omittedFields = [\(omitted.map(SwiftCode.literal).joined(separator: ", "))]") }
    if let limit { program.add("request." + limit.replacingFirst(":", with: " =")) }
    program.add("\(result) try session.send(request)")
  }

  /// The name of the session's call for a method; nil without one.
  private static func callName(_ method: String, hasBody: Bool) -> String? {
    switch method {
    case "POST", "PUT", "PATCH", "DELETE": method.lowercased()
    case "GET", "HEAD", "OPTIONS": hasBody ? nil : method.lowercased()
    default: nil
    }
  }

  /// The fields that the session must not add.
  private var omitted: [String] {
    plan.leftOut.union(settings.request.userAgent == [] ? ["user-agent"] : []).sorted()
  }

  // MARK: Fields

  /// The argument with the fields, but for those that the session or the body adds; empty if none is left.
  func headers(_ program: inout SwiftProgram, ofBody type: String?) -> [String] {
    let fields = HTTPMessage(plan.fields.items.filter { !isAutomatic($0.name, $0.value, type) })
    return fields.isEmpty ? [] : ["headers: " + program.literal(fields)]
  }

  private func isAutomatic(_ name: String, _ value: String, _ type: String?) -> Bool {
    switch name.lowercased() {
    case "user-agent": settings.request.userAgent == nil && value == Version.userAgent
    case "accept": value == "*/*"
    case "accept-encoding": settings.request.isDecoded && !HTTPMessage(settings.request.headers).contains(name)
    case "content-type": value == type
    default: false
    }
  }
}

extension String {
  fileprivate func replacingFirst(_ character: Character, with text: String) -> String {
    guard let index = firstIndex(of: character) else { return self }
    return self[..<index] + text + self[self.index(after: index)...]
  }
}
