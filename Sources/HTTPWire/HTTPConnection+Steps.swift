// A request step by step: putRequest, putHeader, endHeaders, send.

extension HTTPConnection {
  /// Starts a request (`HTTPConnection.putrequest`): the request line, and `Host` and `Accept-Encoding: identity` unless they are skipped.
  /// Nothing is sent yet. An empty `url` is sent as "/".
  ///
  /// Throws `cannotSendRequest` while another request is in progress, `invalidMethod` and `invalidURL`. The connection stays as it was.
  ///
  /// ```swift
  /// try connection.putRequest("PUT", "/file")
  /// try connection.putHeader("Content-Length", 5)
  /// try connection.endHeaders()
  /// try connection.send("hello")
  /// ```
  public func putRequest(
    _ method: String, _ url: String, skipHost: Bool = false, skipAcceptEncoding: Bool = false
  ) throws(HTTPException) {
    var new = try takeHead()
    defer { keepMemory(of: &new) }
    try start(&new, method, url, skipHost: skipHost, skipAcceptEncoding: skipAcceptEncoding)
    swap(&new, &head)
  }

  /// Adds a header to the request that was started (`HTTPConnection.putheader`). Several values are sent as continuation lines that start
  /// with a tab. Servers need not accept such lines (RFC 9112 section 5.2).
  ///
  /// Throws `cannotSendHeader` if no request was started. Throws `invalidHeaderName`, `invalidHeaderValue`, `invalidArgument` and
  /// `notEncodable` for a header that must not be sent; the request stays as it was. A `Host` of your own needs `skipHost` in `putRequest`.
  public func putHeader(_ name: String, _ values: HeaderValue...) throws(HTTPException) {
    try putHeader(name, values)
  }

  /// Adds a header with the values of an array, as the form with separate values does.
  public func putHeader(_ name: String, _ values: [HeaderValue]) throws(HTTPException) {
    guard state == .requestStarted else { throw .cannotSendHeader(state.rawValue) }
    var head = forgetHead()
    defer { keepMemory(of: &head, asItIs: true) }
    if values.count == 1, case .text(let text) = values[0].content { return try head.add(name, text) }
    try head.add(name, values: values)
  }

  /// Ends the headers and sends them, with `body` if there is one (`HTTPConnection.endheaders`). It adds no framing header. With
  /// `encodeChunked` the body is sent in chunks.
  ///
  /// Throws `cannotSendHeader` if no request was started. Throws `notEncodable` and `system` if the body can't be encoded or opened, and
  /// `invalidArgument` if it is longer than the `Content-Length` or belongs to TRACE; nothing is sent then. Also throws what opening the
  /// connection and sending throw. If sending fails halfway, `getResponse()` may still return the response that the server sent before it
  /// stopped reading.
  public func endHeaders(_ body: RequestBody? = nil, encodeChunked: Bool = false) throws(HTTPException) {
    guard state == .requestStarted else { throw .cannotSendHeader(state.rawValue) }
    try channel?.refuseWithinStream()
    let prepared = try body.map { (body) throws(HTTPException) in try self.prepared(body) }
    try head.check(firstPart: prepared?.length ?? .absent)
    if head.hasProxyCredentials, !isForwarding { try checkProxyCredentials(head) }
    var head = forgetHead()
    defer { keepMemory(of: &head) }
    if isForwarding { try addProxyFields(to: &head) }
    try send(head, prepared, encodeChunked: encodeChunked)
  }

  /// Sends bytes as they are: the body of a request whose headers were sent (`HTTPConnection.send`). Opens the connection if it is not
  /// open.
  ///
  /// Throws `notConnected` if it is not open and ``autoOpen`` is off, and what opening and sending throw.
  public func send(_ bytes: [UInt8]) throws(HTTPException) {
    try send(RequestBody.bytes(bytes))
  }

  /// Sends text as Latin-1. Throws `notEncodable` for characters outside Latin-1, and what sending bytes throws.
  public func send(_ text: String) throws(HTTPException) {
    try send(RequestBody.text(text))
  }

  /// Sends the bytes of a span without copying them.
  public func send(_ bytes: Span<UInt8>) throws(HTTPException) {
    let channel = try openChannel()
    try channel.refuseWithinStream()
    if let debug { debug.sent(Array(copying: bytes)) }
    if bytes.isEmpty { return }
    channel.use { $0.exchange.noteSent(bytes.count) }
    do {
      try channel.write(bytes)
      if channel.isObserved { channel.reportBodySent(bytes.count) }
    } catch {
      releaseUnlessAnswered(channel, error)
      throw error
    }
  }

  /// Sends a body of any kind, without chunked encoding: files a block at a time, sequences an element at a time.
  public func send(_ body: RequestBody) throws(HTTPException) {
    let prepared = try self.prepared(body)
    let channel = try openChannel()
    try channel.refuseWithinStream()
    do {
      try channel.sendWhole(Upload(plain: prepared, blockSize: usableBlockSize, debug: debug))
    } catch {
      releaseUnlessAnswered(channel, error)
      throw error
    }
  }

  // MARK: Shared by `request` and the steps

  /// Takes the empty head for a new request, with which an exchange begins. Releases a channel on which sending failed.
  ///
  /// Throws `cannotSendRequest` while another request is in progress.
  func takeHead(deadline: ExchangeDeadline? = nil) throws(HTTPException) -> RequestHead {
    try refuseWithinCalls()
    if channel?.hasFailedSending == true {
      releaseAfterFailure()
    } else if channel?.isRequestOut == true {
      throw .cannotSendRequest(state.rawValue)
    }
    var taken = forgetHead()
    guard taken.isStarted else {
      beginExchange(by: deadline)
      return taken
    }
    swap(&taken, &head)
    throw .cannotSendRequest(CallState.requestStarted.rawValue)
  }

  /// Takes the head out of the connection, so that a stream or opener that uses the connection meanwhile can't access it too.
  @discardableResult
  func forgetHead() -> RequestHead {
    var taken = RequestHead(leniency: leniency)
    swap(&taken, &head)
    return taken
  }

  /// Starts a head: the request line, `Host` and `Accept-Encoding`.
  func start(
    _ head: inout RequestHead, _ method: String, _ url: String, skipHost: Bool, skipAcceptEncoding: Bool
  ) throws(HTTPException) {
    let isOld = httpVersion == .http10
    var host: String?
    do {
      if !isOld, !skipHost { host = try hostField(for: url, method) }
    } catch {
      // As in CPython, a fault in the method or target comes before one in the host.
      try head.start(method, url)
      throw error
    }
    let target = isForwarding ? try forwarded(url, method) : url
    try head.start(method, target, version: httpVersion, host: host, acceptsIdentity: !isOld && !skipAcceptEncoding)
  }

  /// Puts the head back, so that the next request uses its memory. With `asItIs` it keeps its content.
  func keepMemory(of sent: inout RequestHead, asItIs: Bool = false) {
    if !asItIs { sent.reset() }
    swap(&sent, &head)
    // If a stream started another request while it was written to, keep that one.
    if sent.isStarted { swap(&sent, &head) }
  }

  /// Sends a head and a body. Opens the connection if it is not open. Returns false if the server did not want the body (417).
  @discardableResult
  func send(
    _ head: RequestHead, _ body: PreparedBody?, encodeChunked: Bool, trailers: PromisedTrailers? = nil, expecting: ExpectContinue? = nil
  ) throws(HTTPException) -> Bool {
    let isChunked = encodeChunked && httpVersion == .http11
    try self.channel?.refuseWithinStream()
    let channel: Channel
    do {
      channel = try startedChannel(head)
    } catch {
      // A failed opening has noted it.
      if failure == nil { noteFailure(error, on: nil) }
      releaseAfterFailure()
      throw error
    }
    do {
      if body == nil, !isChunked, debugLevel <= 0 {
        try channel.write(head.bytes.span)
        return true
      }
      // A small body of bytes leaves with its head. As an `Upload` it would cost 3,000 instructions more.
      if debugLevel <= 0, trailers == nil, expecting == nil, case .bytes(let bytes)? = body, bytes.count <= Upload.joinLimit {
        try channel.write(Upload.joined(head.bytes, bytes, isChunked: isChunked).span)
        channel.noteSent(bytes.count)
        return true
      }
      var headBytes = head.bytes
      if let expecting, body != nil {
        debug?.sent(head.shownBytes)
        try channel.write(headBytes.span)
        try waiting { () throws(HTTPException) in try channel.awaitContinue(upTo: expecting.limit) }
        if channel.hasEarlyAnswer { return channel.earlyHeads.last?.status != 417 }
        headBytes = []
      }
      try channel.send(
        Upload(
          head: headBytes, shown: debugLevel > 0 ? head.shownBytes : [], body: body, blockSize: usableBlockSize, isChunked: isChunked,
          trailers: trailers, debug: debug))
      return true
    } catch {
      releaseUnlessAnswered(channel, error)
      throw error
    }
  }

  /// After a failed write, keeps the channel: an early response may still be read from it (RFC 9112 section 9.5). After a failed body
  /// source or a cancel, releases it: the request can't be completed.
  private func releaseUnlessAnswered(_ channel: Channel, _ error: HTTPException) {
    noteFailure(error, on: channel)
    if channel.isReusable || error == .cancelled { releaseAfterFailure() } else { channel.sendingFailed() }
  }
}
