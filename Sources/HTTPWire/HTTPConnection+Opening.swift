extension HTTPConnection {
  /// The open stream, or nil (`HTTPConnection.sock`). Setting it hands the connection a stream of your own, which it then owns; a
  /// stream it had is closed, and a request that was sent on that is forgotten. To wrap the stream it has, take it out first with
  /// ``detachStream()``.
  ///
  /// After 101 (Switching Protocols) or a successful CONNECT, it gives first what was read too far, and is yours: the connection's next
  /// request opens another, and only `close()` still closes this one.
  public var stream: (any ByteStream)? {
    get { link?.handOff() }
    set {
      if let newValue, let link, link.carries(newValue) { return }
      replaceLink(with: newValue.map { Link($0, timeout: timeout, leniency: leniency, limits: limits) })
    }
  }

  /// Takes the open stream out of the connection, which is then not open; nil when it was not. The stream is the caller's, to be spoken
  /// another protocol on or to be wrapped and handed back. Bytes that were read and belong to nothing come first. A request that was
  /// sent on it is forgotten, and a response that is being read ends here.
  ///
  /// ```swift
  /// if let plain = connection.detachStream() { connection.stream = MyCipher(over: plain) }
  /// ```
  public func detachStream() -> (any ByteStream)? {
    guard let link else { return nil }
    self.link = nil
    abandonRequest()
    return link.detach()
  }

  /// Opens the connection (`HTTPConnection.connect`); requests do so by themselves. One that is open is closed first.
  ///
  /// Throws `system` with the address that failed, `timedOut(.connecting)` or `nameResolution`; with a tunnel,
  /// `tunnelRefused` and whatever reading the proxy's reply throws; with TLS, `tls`. Nothing is left open then.
  public func connect() throws(HTTPException) {
    try checkRoute()
    replaceLink(with: nil)
    let target = ConnectionTarget(host: try IDNA.ascii(host), port: port, timeout: timeout, sourceAddress: sourceAddress)
    var stream = try opener(target)
    do {
      #if TLS
      if let proxyContext {
        stream = try TLSStream(over: stream, context: proxyContext, serverName: target.host, port: port, timeout: timeout)
      }
      #endif
      stream = overlay(stream, .reached)
      try openTunnel(over: stream)
      stream = overlay(try secured(stream), .ready)
      link = Link(stream, timeout: timeout, leniency: leniency, limits: limits, wasOpened: true)
    } catch {
      stream.close()
      throw error
    }
  }

  /// Closes the connection and forgets a request under way (`HTTPConnection.close`). Its next request opens it anew. A response that
  /// was to close the connection anyway can still be read; any other is at its end then.
  public func close() {
    link?.close()
    link = nil
    abandonRequest()
  }

  /// Lets the link there is go. What was sent on it will find no answer, so that the connection is not left waiting for one.
  private func replaceLink(with new: Link?) {
    if link != nil, state == .requestSent { abandonRequest() }
    dropLink()
    link = new
  }

  /// Lets go of the link. A response that is being read keeps it to its end, so that what happens to another request does not cut it
  /// short; otherwise it is closed.
  func dropLink() {
    guard let link else { return }
    self.link = nil
    if link.isReadingBody {
      link.letGo()
    } else {
      link.closeUnlessHandedOff()
    }
  }

  /// Lets go of the link and forgets the request, after a failure.
  func giveUp() {
    dropLink()
    abandonRequest()
  }

  /// Forgets what was put together of a request that has not been sent.
  func abandonRequest() {
    draft.reset()
    state = .idle
    sendingFailed = false
  }

  /// The link to send on, opened when need be.
  func openLink() throws(HTTPException) -> Link {
    // A response that was given up has closed the link behind the connection's back.
    if let link, !link.isClosed || state == .requestSent { return link }
    guard autoOpen else { throw .notConnected }
    try connect()
    guard let link else { throw .notConnected }
    return link
  }

  /// Starts a request on the link there is, or on a new one where that can't carry it.
  func startedLink(_ request: RequestAnnouncement) throws(HTTPException) -> Link {
    if let link, !link.isClosed, try link.startUnlessStale(request) { return link }
    dropLink()
    let link = try openLink()
    try link.start(request)
    return link
  }

  /// The default opener.
  public static func openTCP(_ target: ConnectionTarget) throws(HTTPException) -> any ByteStream {
    try TCPConnector.connect(to: target)
  }
}

/// How far the opening of a connection has come.
package enum OpeningStage: Sendable {
  /// The stream leads to the server that the connection was made for, which may be a proxy; TLS to the proxy is there.
  case reached
  /// The stream leads to the origin; tunnel and TLS are there, and requests will be sent on it.
  case ready
}
