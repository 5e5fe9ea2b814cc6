import HTTPWire

/// Sends a planned request over a connection, with `request`. If a field that `request` adds must be left out, it is sent step by step.
struct RequestSender {
  let plan: FetchPlan
  let steps: Steps

  /// A body that is ready to be sent, and its length if it is known.
  struct Body {
    let content: RequestBody
    let length: Int64?
    /// The body as Swift code.
    let code: String
  }

  /// Opens the body. Throws what opening and reading files throw.
  func body() throws(HTTPException) -> Body? {
    switch plan.body {
    case nil: return nil
    case .form(let arguments): return Self.body(try FormData.joined(arguments))
    case .whole(.text(let text)): return Self.body(Array(text.utf8))
    case .whole(.file(let path)):
      let file = try InputFile(path: path)
      return Body(content: .file(file), length: file.length, code: ".file(path: \(SwiftCode.literal(path)))")
    case .whole(.standardInput):
      let file = try InputFile(standardInput: ())
      return Body(content: .file(file), length: file.length, code: ".file(descriptor: 0)")
    }
  }

  private static func body(_ bytes: [UInt8]) -> Body {
    Body(content: .bytes(bytes), length: Int64(bytes.count), code: SwiftCode.body(bytes))
  }

  /// Sends the request.
  func send(_ body: Body?, over connection: HTTPConnection) throws(HTTPException) {
    let headers = headers(for: body)
    if !isStepByStep {
      steps.request(plan, headers, body)
      return try connection.request(
        plan.method, plan.target, body: body?.content, headers: headers, encodeChunked: plan.isChunked)
    }
    try sendStepByStep(headers, body, over: connection)
  }

  /// Whether a field that `request` adds must be left out.
  private var isStepByStep: Bool { !plan.leftOut.isDisjoint(with: ["host", "accept-encoding", "content-length"]) }

  private func sendStepByStep(_ headers: HTTPMessage, _ body: Body?, over connection: HTTPConnection) throws(HTTPException) {
    let skipHost = plan.leftOut.contains("host") || headers.contains("Host")
    let skipAcceptEncoding = plan.leftOut.contains("accept-encoding") || headers.contains("Accept-Encoding")
    steps.putRequest(plan, skipHost: skipHost, skipAcceptEncoding: skipAcceptEncoding)
    try connection.putRequest(plan.method, plan.target, skipHost: skipHost, skipAcceptEncoding: skipAcceptEncoding)
    for index in headers.indices {
      let value = HeaderValue(Array(headers.valueBytes(at: index)))
      steps.putHeader(headers.name(at: index), headers.value(at: index))
      try connection.putHeader(headers.name(at: index), value)
    }
    let isChunked = headers.contains("Transfer-Encoding") && body != nil
    steps.endHeaders(body, isChunked: isChunked)
    try connection.endHeaders(body?.content, encodeChunked: isChunked)
  }

  /// The planned fields, with the field that frames the body. The library adds it for bytes, but does not determine the length of files.
  private func headers(for body: Body?) -> HTTPMessage {
    var headers = plan.headers
    if headers.contains("Content-Length") || headers.contains("Transfer-Encoding") || plan.leftOut.contains("content-length") {
      return headers
    }
    if let body {
      if let length = body.length {
        headers.add("Content-Length", String(length))
      } else if plan.httpVersion == .http11 && isStepByStep {
        headers.add("Transfer-Encoding", "chunked")
      }
    } else if isStepByStep, ["POST", "PUT", "PATCH"].contains(plan.method) {
      headers.add("Content-Length", "0")
    }
    return headers
  }
}
