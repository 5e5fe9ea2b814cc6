// A request step by step: putRequest, putHeader, endHeaders, send.

extension HTTPConnection {
  /// Begins a request (`HTTPConnection.putrequest`): the request line, `Host` and `Accept-Encoding: identity`, the last two unless
  /// they are skipped. Nothing is sent yet. An empty `url` is "/".
  ///
  /// Throws `cannotSendRequest` while another request is under way, `invalidMethod` and `invalidURL`; the connection stays as it was.
  public func putRequest(
    _ method: String, _ url: String, skipHost: Bool = false, skipAcceptEncoding: Bool = false
  ) throws(HTTPException) {
    if sendingFailed { giveUp() }
    guard state == .idle else { throw .cannotSendRequest(state.rawValue) }
    let version = httpVersion
    let isPlain = version == .http11 && !skipHost && !skipAcceptEncoding && !AbsoluteForm.mayBe(url)
    do {
      let isComplete = try draft.begin(method, url, version: version, addingStandardFields: isPlain)
      if version == .http11, !isComplete {
        try draft.addStandardFields(
          host: skipHost ? nil : hostField(for: url), acceptEncoding: skipAcceptEncoding ? nil : "identity", keeping: isPlain)
      }
    } catch {
      draft.reset()
      throw error
    }
    state = .requestStarted
  }

  /// Adds a header to a request that was begun (`HTTPConnection.putheader`). Several values go out as continuation lines that begin
  /// with a tab, which servers need not accept (RFC 9112 section 5.2).
  ///
  /// Throws `cannotSendHeader` when no request was begun; `invalidHeaderName`, `invalidHeaderValue` and `notEncodable` for what must
  /// not be sent, and the request stays as it was.
  public func putHeader(_ name: String, _ values: HeaderValue...) throws(HTTPException) {
    try putHeader(name, values)
  }

  /// Adds a header whose values are in an array.
  public func putHeader(_ name: String, _ values: [HeaderValue]) throws(HTTPException) {
    guard state == .requestStarted else { throw .cannotSendHeader(state.rawValue) }
    if values.count == 1, case .text(let text) = values[0].content { return try draft.add(name, text) }
    try draft.add(name, values)
  }

  /// Ends the headers and sends them, with a body where one is given (`HTTPConnection.endheaders`). No framing header is added; with
  /// `encodeChunked` the body goes out in chunks.
  ///
  /// Throws `cannotSendHeader` when no request was begun, `notEncodable` and `system` for a body that can't be had (nothing was sent
  /// then), and whatever opening the connection and sending throw. When sending fails half-way, `getResponse()` may still find what the
  /// server said before it stopped reading.
  public func endHeaders(_ body: RequestBody? = nil, encodeChunked: Bool = false) throws(HTTPException) {
    guard state == .requestStarted else { throw .cannotSendHeader(state.rawValue) }
    var prepared: PreparedBody?
    if let body { prepared = try PreparedBody(body) }
    try sendRequest(prepared, encodeChunked: encodeChunked)
  }

  /// Sends body bytes of a request whose headers were sent, as they are (`HTTPConnection.send`). Opens the connection when it is not.
  ///
  /// Throws `notConnected` when ``autoOpen`` is off, and whatever opening and sending throw.
  public func send(_ bytes: [UInt8]) throws(HTTPException) {
    try send(RequestBody.bytes(bytes))
  }

  /// Sends text as Latin-1. Throws `notEncodable` for text beyond it.
  public func send(_ text: String) throws(HTTPException) {
    try send(RequestBody.text(text))
  }

  /// Sends the bytes of a span without copying them.
  public func send(_ bytes: Span<UInt8>) throws(HTTPException) {
    let link = try openLink()
    if let debug { debug.sent([UInt8](copying: bytes)) }
    if bytes.isEmpty { return }
    link.noteSent(bytes.count)
    try sending { () throws(HTTPException) in try link.write(bytes) }
  }

  /// Sends a body of any kind: files a block at a time, sequences an element at a time, nothing chunk-encoded.
  public func send(_ body: RequestBody) throws(HTTPException) {
    let prepared = try PreparedBody(body)
    let link = try openLink()
    let sender = BodySender(link: link, blockSize: usableBlockSize, isChunked: false, debug: debug)
    try sending { () throws(HTTPException) in try sender.sendPlain(prepared) }
  }

  /// Sends the head that was put together, and a body, on a connection that is opened where need be.
  func sendRequest(_ body: PreparedBody?, encodeChunked: Bool) throws(HTTPException) {
    let head = draft.finish()
    let isChunked = encodeChunked && httpVersion == .http11
    let link: Link
    do {
      link = try startedLink(head.announcement)
    } catch {
      giveUp()
      throw error
    }
    state = .requestSent
    try sending { () throws(HTTPException) in
      if body == nil, !isChunked, debugLevel <= 0 { return try link.write(head.bytes) }
      let sender = BodySender(link: link, blockSize: usableBlockSize, isChunked: isChunked, debug: debug)
      try sender.send(head: head.bytes, body: body)
    }
  }

  /// Sending that fails leaves a connection on which at most an early response can still be read (RFC 9112 section 9.5); a body
  /// source that fails leaves a request that can't be completed.
  private func sending(_ work: () throws(HTTPException) -> Void) throws(HTTPException) {
    do {
      try work()
    } catch {
      if link?.isReusable == true {
        giveUp()
      } else {
        sendingFailed = true
      }
      throw error
    }
  }
}

extension HTTPConnection {
  /// The value of `Host` (RFC 9110 section 7.2): the authority of a target in absolute form, otherwise this connection's.
  func hostField(for url: String) throws(HTTPException) -> String {
    guard let authority = try AbsoluteForm.authority(of: url), !authority.isEmpty else {
      let origin = tunnel?.target ?? HostPort(host: host, port: port)
      return try HostPort.field(host: origin.host, port: origin.port, defaultPort: defaultPort)
    }
    if leniency.contains(.looseRequestHeads) { return AbsoluteForm.withoutScope(authority) }
    // RFC 9110 section 4.2.4: user information has no business on the wire.
    return AbsoluteForm.withoutScope(authority[(authority.lastIndex(of: "@").map(authority.index(after:)) ?? authority.startIndex)...])
  }
}
