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
    var head = try takeHead()
    defer { keepMemory(of: &head) }
    try start(&head, method, url, skipHost: plan.hasHost, skipAcceptEncoding: plan.hasAcceptEncoding)
    let prepared = try prepare(body, &head, headers)
    let isChunked = try plan.addFraming(
      to: &head, of: prepared?.length ?? .absent, method: method, version: httpVersion, encodeChunked: encodeChunked)
    if isChunked, plan.framesBody { debug?.line("Unable to determine size of the body") }
    if !headers.isEmpty { try head.add(headers) }
    try send(head, prepared, encodeChunked: isChunked)
  }

  /// Sends a request whose body is the bytes of a span, which are not copied but for small ones; otherwise as
  /// `request(_:_:body:headers:encodeChunked:)` with bytes.
  ///
  /// Throws as that does.
  public func request(_ method: String, _ url: String, body: Span<UInt8>, headers: HTTPMessage = HTTPMessage()) throws(HTTPException) {
    if body.count <= BodySender.joinLimit {
      return try request(method, url, body: .bytes(Array(copying: body)), headers: headers)
    }
    let plan = RequestPlan(headers: headers)
    var head = try takeHead()
    defer { keepMemory(of: &head) }
    try start(&head, method, url, skipHost: plan.hasHost, skipAcceptEncoding: plan.hasAcceptEncoding)
    _ = try plan.addFraming(to: &head, of: .length(body.count), method: method, version: httpVersion, encodeChunked: false)
    if !headers.isEmpty { try head.add(headers) }
    try send(head, nil, encodeChunked: false)
    try send(body)
  }

  /// The body made ready, before anything is sent. Where both it and a header are wrong, the header is reported, as in CPython.
  private func prepare(
    _ body: RequestBody?, _ head: inout RequestHead, _ headers: HTTPMessage
  ) throws(HTTPException) -> PreparedBody? {
    guard let body else { return nil }
    do {
      return try PreparedBody(body)
    } catch {
      if !headers.isEmpty { try head.add(headers) }
      throw error
    }
  }
}
