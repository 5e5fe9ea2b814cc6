// A request step by step: putRequest, putHeader, endHeaders, send.

extension HTTPConnection {
  /// Begins a request (`HTTPConnection.putrequest`): the request line, `Host` and `Accept-Encoding: identity`, the last two unless
  /// they are skipped. Nothing is sent yet. An empty `url` is "/".
  ///
  /// Throws `cannotSendRequest` while another request is under way, `invalidMethod` and `invalidURL`; the connection stays as it was.
  public func putRequest(
    _ method: String, _ url: String, skipHost: Bool = false, skipAcceptEncoding: Bool = false
  ) throws(HTTPException) {
    var new = try takeHead()
    defer { keepMemory(of: &new) }
    try start(&new, method, url, skipHost: skipHost, skipAcceptEncoding: skipAcceptEncoding)
    swap(&new, &head)
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
    var head = forgetHead()
    defer { keepMemory(of: &head, asItIs: true) }
    if values.count == 1, case .text(let text) = values[0].content { return try head.add(name, text) }
    try head.add(name, values: values)
  }

  /// Ends the headers and sends them, with a body where one is given (`HTTPConnection.endheaders`). No framing header is added; with
  /// `encodeChunked` the body goes out in chunks.
  ///
  /// Throws `cannotSendHeader` when no request was begun, `notEncodable` and `system` for a body that can't be had (nothing was sent
  /// then), and whatever opening the connection and sending throw. When sending fails half-way, `getResponse()` may still find what the
  /// server said before it stopped reading.
  public func endHeaders(_ body: RequestBody? = nil, encodeChunked: Bool = false) throws(HTTPException) {
    guard state == .requestStarted else { throw .cannotSendHeader(state.rawValue) }
    let prepared = try body.map { (body) throws(HTTPException) in try PreparedBody(body) }
    var head = forgetHead()
    defer { keepMemory(of: &head) }
    try send(head, prepared, encodeChunked: encodeChunked)
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
    let channel = try openChannel()
    try channel.refuseWithinStream()
    if let debug { debug.sent(Array(copying: bytes)) }
    if bytes.isEmpty { return }
    channel.noteSent(bytes.count)
    do {
      try channel.write(bytes)
    } catch {
      giveUpUnlessAnswered(channel)
      throw error
    }
  }

  /// Sends a body of any kind: files a block at a time, sequences an element at a time, nothing chunk-encoded.
  public func send(_ body: RequestBody) throws(HTTPException) {
    let prepared = try PreparedBody(body)
    let channel = try openChannel()
    try channel.refuseWithinStream()
    let sender = BodySender(channel: channel, blockSize: usableBlockSize, isChunked: false, debug: debug)
    do {
      try sender.sendPlain(prepared)
    } catch {
      giveUpUnlessAnswered(channel)
      throw error
    }
  }

  // MARK: For both ways to make a request

  /// The memory for the head of a new request. A connection on which sending failed is given up.
  ///
  /// Throws `cannotSendRequest` while another request is under way.
  func takeHead() throws(HTTPException) -> RequestHead {
    try channel?.refuseWithinStream()
    if let channel, channel.isRequestOut {
      guard channel.hasFailedSending else { throw .cannotSendRequest(state.rawValue) }
      giveUp()
    }
    var taken = forgetHead()
    guard taken.isStarted else { return taken }
    swap(&taken, &head)
    throw .cannotSendRequest(CallState.requestStarted.rawValue)
  }

  /// Takes the head out, whole, so that no use of it overlaps with another, whatever is called meanwhile.
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
      if !isOld, !skipHost { host = try hostField(for: url) }
    } catch {
      // As in CPython, a fault in the method or target comes before one in the host.
      try head.start(method, url)
      throw error
    }
    try head.start(method, url, version: httpVersion, host: host, acceptsIdentity: !isOld && !skipAcceptEncoding)
  }

  /// Keeps the memory of a head that was sent for the next one.
  func keepMemory(of sent: inout RequestHead, asItIs: Bool = false) {
    if !asItIs { sent.reset() }
    swap(&sent, &head)
    // Where a stream has put another request together while it was written to, that stays.
    if sent.isStarted { swap(&sent, &head) }
  }

  /// Sends a head, and a body, on a connection that is opened where need be.
  func send(_ head: RequestHead, _ body: PreparedBody?, encodeChunked: Bool) throws(HTTPException) {
    let isChunked = encodeChunked && httpVersion == .http11
    try self.channel?.refuseWithinStream()
    let channel: Channel
    do {
      channel = try startedChannel(head)
    } catch {
      giveUp()
      throw error
    }
    do {
      if body == nil, !isChunked, debugLevel <= 0 { return try channel.write(head.bytes.span) }
      let sender = BodySender(channel: channel, blockSize: usableBlockSize, isChunked: isChunked, debug: debug)
      try sender.send(head: head.bytes, body: body)
    } catch {
      giveUpUnlessAnswered(channel)
      throw error
    }
  }

  /// Sending that fails leaves a connection on which at most an early response can still be read (RFC 9112 section 9.5); a body
  /// source that fails leaves a request that can't be completed.
  private func giveUpUnlessAnswered(_ channel: Channel) {
    if channel.isReusable { giveUp() } else { channel.sendingFailed() }
  }
}
