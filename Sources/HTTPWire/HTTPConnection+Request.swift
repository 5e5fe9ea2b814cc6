extension HTTPConnection {
  /// Sends a request (`HTTPConnection.request`).
  ///
  /// On the wire: the request line; `Host` and `Accept-Encoding: identity`, unless `headers` has them; `Content-Length` or
  /// `Transfer-Encoding: chunked`, unless `headers` has either; then `headers` as they are. Text and bytes get a `Content-Length`, files
  /// and sequences are chunked; without a body, methods that expect one (PUT, POST, PATCH) get `Content-Length: 0`.
  ///
  /// - Parameters:
  ///   - method: The method, a token; case matters.
  ///   - url: The request target, sent as it is; an empty one is "/".
  ///   - body: What to send after the headers.
  ///   - headers: Further headers.
  ///   - encodeChunked: Whether to chunk the body when `headers` has a `Transfer-Encoding`; without one it has no effect.
  ///
  /// Throws `cannotSendRequest` while another request is under way; `invalidMethod`, `invalidURL`, `invalidHeaderName`,
  /// `invalidHeaderValue`, `notEncodable` and `invalidArgument` before a byte is sent, and the connection can be used as before; and
  /// whatever opening the connection and sending throw.
  ///
  /// ```swift
  /// try connection.request("POST", "/form", body: "spam=1", headers: ["Content-Type": "application/x-www-form-urlencoded"])
  /// ```
  public func request(
    _ method: String, _ url: String, body: RequestBody? = nil, headers: HTTPMessage = HTTPMessage(), encodeChunked: Bool = false
  ) throws(HTTPException) {
    let plan = RequestPlan(headers: headers)
    try putRequest(method, url, skipHost: plan.hasHost, skipAcceptEncoding: plan.hasAcceptEncoding)
    do {
      let prepared = try prepare(body, headers)
      let isChunked = try addFraming(plan, prepared, method: method, encodeChunked: encodeChunked)
      if !headers.isEmpty { try draft.add(headers) }
      try sendRequest(prepared, encodeChunked: isChunked)
    } catch {
      if state == .requestStarted { abandonRequest() }
      throw error
    }
  }

  /// Sends a request whose body is the bytes of a span, which are not copied but for small ones; otherwise as
  /// `request(_:_:body:headers:encodeChunked:)` with bytes.
  ///
  /// Throws as that does.
  public func request(_ method: String, _ url: String, body: Span<UInt8>, headers: HTTPMessage = HTTPMessage()) throws(HTTPException) {
    let plan = RequestPlan(headers: headers)
    try putRequest(method, url, skipHost: plan.hasHost, skipAcceptEncoding: plan.hasAcceptEncoding)
    do {
      if !plan.hasContentLength, !plan.hasTransferEncoding { try draft.add("Content-Length", String(body.count)) }
      if !headers.isEmpty { try draft.add(headers) }
      if body.count <= BodySender.joinLimit { return try sendRequest(.bytes([UInt8](copying: body)), encodeChunked: false) }
      try sendRequest(nil, encodeChunked: false)
    } catch {
      if state == .requestStarted { abandonRequest() }
      throw error
    }
    try send(body)
  }

  /// The body made ready, before anything is sent. Where both it and a header are wrong, the header is told of, as in CPython.
  private func prepare(_ body: RequestBody?, _ headers: HTTPMessage) throws(HTTPException) -> PreparedBody? {
    guard let body else { return nil }
    do {
      return try PreparedBody(body)
    } catch {
      if !headers.isEmpty { try draft.add(headers) }
      throw error
    }
  }

  /// Adds the header that tells the body's end, unless the caller has given one, and returns whether to chunk the body.
  private func addFraming(
    _ plan: RequestPlan, _ body: PreparedBody?, method: String, encodeChunked: Bool
  ) throws(HTTPException) -> Bool {
    if plan.hasContentLength { return false }
    if plan.hasTransferEncoding { return encodeChunked }
    guard let body else {
      if RequestPlan.expectsBody(method) { try draft.add("Content-Length", "0") }
      return false
    }
    if let length = body.knownLength {
      try draft.add("Content-Length", String(length))
      return false
    }
    // HTTP/1.0 knows no chunks, so the server could not tell where the body ends (RFC 9112 section 6.1).
    guard httpVersion == .http11 || leniency.contains(.looseRequestHeads) else {
      throw .invalidArgument("a body of unknown length needs a Content-Length in HTTP/1.0")
    }
    debug?.line("Unable to determine size of the body")
    try draft.add("Transfer-Encoding", "chunked")
    return true
  }
}

/// What a request's headers settle already (`HTTPConnection._send_request`), without changing them.
struct RequestPlan {
  private(set) var hasHost = false
  private(set) var hasAcceptEncoding = false
  private(set) var hasContentLength = false
  private(set) var hasTransferEncoding = false

  init(headers: HTTPMessage) {
    if headers.isEmpty { return }
    hasHost = headers.contains("Host")
    hasAcceptEncoding = headers.contains("Accept-Encoding")
    hasContentLength = headers.contains("Content-Length")
    hasTransferEncoding = headers.contains("Transfer-Encoding")
  }

  /// The methods whose requests have a body by definition, so that its absence must be told (RFC 9110 section 8.6).
  static func expectsBody(_ method: String) -> Bool {
    let method = method.utf8
    guard let first = method.first, first | 0x20 == UInt8(ascii: "p") else { return false }
    return switch method.count {
    case 3: isSame(method, "put")
    case 4: isSame(method, "post")
    case 5: isSame(method, "patch")
    default: false
    }
  }

  private static func isSame(_ method: String.UTF8View, _ wanted: String) -> Bool {
    zip(method, wanted.utf8).allSatisfy { $0 | 0x20 == $1 }
  }
}
