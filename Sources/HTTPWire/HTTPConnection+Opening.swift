extension HTTPConnection {
  /// The open stream, or nil (`HTTPConnection.sock`). Setting it hands the connection a stream of your own, which it then owns; a
  /// stream it had is closed, and a request that was sent on that is forgotten. To wrap the stream it has, take it out first with
  /// ``detachStream()``.
  ///
  /// After 101 (Switching Protocols) or a successful CONNECT, it gives first what was read too far, and is yours: the connection's next
  /// request opens another, and only `close()` still closes this one.
  public var stream: (any ByteStream)? {
    get { channel?.handOff() }
    set {
      if let newValue, let channel, channel.isStream(newValue) { return }
      replaceChannel(with: newValue.map { Channel($0, timeout: timeout, leniency: leniency, limits: limits) })
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
    guard let stream = channel?.detach() else { return nil }
    channel = nil
    forgetHead()
    return stream
  }

  /// Opens the connection (`HTTPConnection.connect`); requests do so by themselves. One that is open is closed first.
  ///
  /// Throws `system` with the address that failed, `timedOut(.connecting)` or `nameResolution`; with a tunnel,
  /// `tunnelRefused` and whatever reading the proxy's reply throws; with TLS, `tls`. Nothing is left open then.
  public func connect() throws(HTTPException) {
    try checkRoute()
    replaceChannel(with: nil)
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
      channel = Channel(stream, timeout: timeout, leniency: leniency, limits: limits, wasOpened: true)
    } catch {
      stream.close()
      throw error
    }
  }

  /// Closes the connection and forgets a request under way (`HTTPConnection.close`). Its next request opens it anew. A response that
  /// was to close the connection anyway can still be read; any other is at its end then.
  public func close() {
    channel?.close()
    channel = nil
    forgetHead()
  }

  /// Lets go of the channel there is. A request that was sent on it will find no answer.
  private func replaceChannel(with new: Channel?) {
    channel?.release()
    channel = new
  }

  /// Lets go of the channel and forgets the request, after a failure.
  func giveUp() {
    replaceChannel(with: nil)
    forgetHead()
  }

  /// The channel to send on, opened when need be.
  func openChannel() throws(HTTPException) -> Channel {
    // A response that was given up has closed the channel behind the connection's back.
    if let channel, !channel.isClosed || channel.isRequestOut { return channel }
    guard autoOpen else { throw .notConnected }
    try connect()
    guard let channel else { throw .notConnected }
    return channel
  }

  /// Starts a request on the channel there is, or on a new one where that can't carry it.
  func startedChannel(_ head: RequestHead) throws(HTTPException) -> Channel {
    if let channel {
      if try channel.canCarryRequest() {
        try channel.start(head)
        return channel
      }
      replaceChannel(with: nil)
    }
    let channel = try openChannel()
    try channel.start(head)
    return channel
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
