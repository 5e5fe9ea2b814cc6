extension HTTPConnection {
  /// The open stream, or nil (`HTTPConnection.sock`).
  ///
  /// Set it to make the connection use, and own, a stream of yours. The connection's previous stream is closed, and the request that was
  /// sent on it is forgotten. To wrap the current stream, take it out with ``detachStream()`` first.
  ///
  /// After 101 (Switching Protocols) or a successful CONNECT, the stream is yours. Reading it first returns the bytes that were read too
  /// far. The connection's next request opens another stream, and only `close()` closes this one.
  public var stream: (any ByteStream)? {
    get { channel?.handOff() }
    set {
      changes += 1
      // The stream is for the route that was set before it.
      defer {
        leadsElsewhere = false
        if hasNewRoute { adoptRoute() }
      }
      if let newValue, let channel, channel.isStream(newValue) { return }
      replaceChannel(with: newValue.map { Channel($0, control: control, leniency: leniency, limits: limits) })
    }
  }

  /// Whether the connection is open and nothing is under way on it, so that the next request can be sent on it: no request was started, and
  /// the last response was read to its end and does not close the connection. It does no I/O, so the peer may have closed the connection.
  public var isIdle: Bool {
    guard let channel, !channel.isClosed, channel.isReusable, !head.isStarted else { return false }
    return !channel.isSending && !channel.isRequestOut && !channel.isReadingBody
  }

  /// Takes the open stream out of the connection, which is closed afterwards. Returns nil if the connection was not open, or
  /// while a call of its stream is running.
  ///
  /// Use the stream for another protocol, or wrap it and set ``stream``. Reading it first returns the bytes that were received and not
  /// consumed. A request that was sent on it is forgotten, and a response that is being read ends.
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

  /// Opens the connection (`HTTPConnection.connect`). An open connection is closed first. You need not call it: a request opens the
  /// connection.
  ///
  /// Throws `system` with the address that failed, `connectionFailed` if there were several, `timedOut(.connecting)` or `nameResolution`.
  /// Throws `invalidArgument` for a ``route`` that contradicts the other settings. With a tunnel it throws `tunnelRefused` and what reading
  /// the proxy's reply throws; with TLS, `tls`. Nothing is left open after an error.
  public func connect() throws(HTTPException) {
    // Before anything changes, and before an observer is told of a failure: it could try again for ever.
    try refuseWithinCalls()
    beginExchange(by: nil)
    control.beginExchange()
    try open()
  }

  /// Starts an exchange with its own deadline, or else the connection's. A cancel that came between two exchanges has ended the stream.
  @inline(__always)
  func beginExchange(by own: ExchangeDeadline?) {
    if isRepeating { return }
    if control.hasCanceller, control.begin() { replaceChannel(with: nil) }
    if hasNewRoute { adoptRoute() }
    if failure != nil { failure = nil }
    if repeatable != nil { repeatable = nil }
    isRepeatable = false
    if own != nil || usualDeadline != nil || exchangeDeadline != nil {
      exchangeDeadline = own ?? usualDeadline.map { ExchangeDeadline($0.instant) }
    }
  }

  /// Opens the connection, and once more with the credentials if the proxy of the route asks for them.
  private func open() throws(HTTPException) {
    try refuseWithinOpening()
    isOpening = true
    openingEnd = Deadline(after: openingTimeout)
    defer {
      isOpening = false
      leadsElsewhere = hasNewRoute
    }
    do throws(HTTPException) {
      try checkRoute()
      try waiting { () throws(HTTPException) in try openUnlessChallenged() }
    } catch {
      if failure == nil { keepFailure(on: nil) }
      control.report(.failed(error))
      throw error
    }
  }

  private func openUnlessChallenged() throws(HTTPException) {
    do throws(HTTPException) {
      try openOnce()
    } catch {
      guard case .tunnelRefused(let refusal) = error, let routing, routing.isChallenge(refusal.status, refusal.headers) else { throw error }
      routing.noteChallenge()
      failure = nil
      try openOnce()
    }
  }

  private func openOnce() throws(HTTPException) {
    replaceChannel(with: nil)
    control.beginStream()
    control.report(.opening(host: host, port: port))
    let proxy = routing?.httpProxy
    let tunnel = try tunnelToOpen()
    var target = ConnectionTarget(
      host: try IDNA.ascii(proxy?.host ?? host), port: proxy?.port ?? port, timeout: timeout, sourceAddress: sourceAddress,
      deadline: openingDeadline?.instant, canceller: control.canceller)
    target.reporter = control.observation.map {
      ConnectionTarget.Reporter(observation: $0, exchange: control.exchange, stream: control.stream)
    }
    var stream: (any ByteStream)?
    var phase = TimeoutPhase.connecting
    // Once it is dialed and until the tunnel is open, only the proxy is spoken to. A proxy that forwards is the only peer.
    var proxyName: String?
    do throws(HTTPException) {
      _ = try openingTime(phase)
      if tunnel != nil || isForwarding { proxyName = try HostPort.field(host: target.host, port: target.port, defaultPort: nil) }
      var opened = try dialed(target)
      stream = opened
      control.canceller?.watch(opened.interrupter, for: control, since: control.cancelsSeen)
      defer { control.canceller?.forget(control) }
      #if TLS
      if let context = contextForProxy {
        phase = .handshaking
        opened = try TLSStream.open(
          over: opened, context: context, serverName: target.host, port: target.port, timeout: try openingTime(phase),
          for: target)
        stream = opened
      }
      #else
      if proxy?.scheme == .https { throw .invalidArgument("an https proxy needs the package's trait TLS") }
      #endif
      phase = .tunneling
      try openTunnel(tunnel, over: opened)
      if !isForwarding { proxyName = nil }
      phase = .handshaking
      opened = try secured(opened, for: target)
      let new = Channel(opened, control: control, leniency: leniency, limits: limits, wasOpened: true)
      if control.hasCanceller { new.letCancel() }
      channel = new
      if new.isObserved { new.report(.opened) }
    } catch {
      stream?.close()
      let failure = openingFailed(error, phase)
      // An opener may have gone through a proxy of its own.
      keepFailure(on: nil, at: failure.proxy ?? (stream == nil ? routing?.dialedSOCKSProxy : nil) ?? proxyName)
      throw proxyName.map { failure.at(proxy: $0) } ?? failure
    }
  }

  /// The scheme, host and port that a target in origin-form counts from.
  private var origin: String {
    let place = server
    let usual = scheme == "https" ? httpsPort : httpPort
    return scheme + "://" + ((try? HostPort.field(host: place.host, port: place.port, defaultPort: usual)) ?? place.host)
  }

  /// Reports the request with which an exchange begins.
  @inline(never)
  func reportPrepared(_ head: RequestHead) {
    control.beginExchange()
    control.report(.requestPrepared(head: head.bytes, origin: origin))
  }

  /// Throws while a stream, an opener or an observer is running.
  func refuseWithinCalls() throws(HTTPException) {
    if let channel { try channel.refuseWithinStream() }
    try refuseWithinOpening()
  }

  /// Throws while an opener or an observer is running: it can't use the connection that waits for it.
  func refuseWithinOpening() throws(HTTPException) {
    if isOpening { throw .responseNotReady("an opener or observer can't use its own connection while that is being opened") }
    if control.isReporting { throw .responseNotReady("an observer can't use its own connection while it is being called") }
  }

  /// How long the next step of opening may take.
  ///
  /// Throws `cancelled` and `deadlineExceeded`.
  func openingTime(_ phase: TimeoutPhase) throws(HTTPException) -> Duration? {
    if control.isCancelled { throw .cancelled }
    if exchangeDeadline == nil, openingTimeout == nil { return timeout }
    if let exchangeDeadline, exchangeDeadline.hasPassed { throw exchangeDeadline.exceeded(phase) }
    if openingEnd.hasPassed { throw .timedOut(phase) }
    return [timeout, exchangeDeadline?.remaining, openingEnd.remaining].compactMap { $0 }.min()
  }

  /// The moment by which opening must be done: that of the exchange, or that of the opening if it is earlier.
  var openingDeadline: ExchangeDeadline? {
    guard let left = openingEnd.remaining else { return exchangeDeadline }
    if let exchangeDeadline, exchangeDeadline.remaining <= left { return exchangeDeadline }
    return ExchangeDeadline(.now + left)
  }

  /// The error to throw for a failure in a phase of opening.
  private func openingFailed(_ error: HTTPException, _ phase: TimeoutPhase) -> HTTPException {
    if control.isCancelled { return .cancelled }
    switch error {
    case .deadlineExceeded(_, let time):
      // It may have been the end of the opening.
      return exchangeDeadline?.endsWait == true ? .deadlineExceeded(phase, after: time) : .timedOut(phase)
    case .timedOut(let found):
      guard let exchangeDeadline, exchangeDeadline.endsWait else {
        // The response that was waited for is the proxy's.
        return phase == .tunneling && found != .connecting ? .timedOut(phase) : error
      }
      // What a dialer waited for says more than that it was dialing.
      let knowsMore = phase == .connecting && [.lookingUp, .tunneling, .handshaking].contains(found)
      return exchangeDeadline.exceeded(knowsMore ? found : phase)
    default: return error
    }
  }

  /// Closes the connection and forgets a request in progress (`HTTPConnection.close`). The next request opens it again.
  ///
  /// A response with ``HTTPResponse/willClose`` owns its stream and can still be read. Any other response ends.
  public func close() {
    channel?.close()
    channel = nil
    forgetHead()
  }

  /// Releases the current channel. A request that was sent on it gets no response.
  func replaceChannel(with new: Channel?) {
    channel?.release()
    channel = new
    if control.hasCanceller { new?.letCancel() }
  }

  /// Releases the channel and forgets the request.
  func releaseAfterFailure() {
    replaceChannel(with: nil)
    forgetHead()
  }

  /// The channel to send on. Opens the connection if it is not open. A request's head was written for the route with which the exchange
  /// began, so only bytes that belong to no request may take a new route.
  func openChannel(forRequest: Bool = false) throws(HTTPException) -> Channel {
    try refuseWithinOpening()
    // A response that was abandoned has closed the channel.
    if let channel, !channel.isClosed || channel.isRequestOut { return channel }
    if !forRequest, hasNewRoute { adoptRoute() }
    guard autoOpen else { throw .notConnected }
    try refuseToOpen()
    try open()
    // An observer may have closed it already.
    guard let channel else { throw .closed }
    return channel
  }

  /// Starts a request on the current channel, or on a new one if the current one can't be used again.
  @inline(__always)
  func startedChannel(_ head: RequestHead) throws(HTTPException) -> Channel {
    guard let channel, !channel.isObserved, try channel.canCarryRequest() else { return try startedInAnyCase(head) }
    try start(head, on: channel)
    return channel
  }

  /// Starts a request likewise. On the usual way, the kept channel without observers, this would only be passed by.
  @inline(never)
  private func startedInAnyCase(_ head: RequestHead) throws(HTTPException) -> Channel {
    if control.isObserved { reportPrepared(head) }
    if let channel {
      if try channel.canCarryRequest() {
        if channel.isObserved { control.report(.reused, on: channel.number) }
        try start(head, on: channel)
        return channel
      }
      replaceChannel(with: nil)
    }
    let channel = try openChannel(forRequest: true)
    try start(head, on: channel)
    return channel
  }

  @inline(__always)
  private func start(_ head: RequestHead, on channel: Channel) throws(HTTPException) {
    try channel.start(head)
    channel.setDeadline(exchangeDeadline)
  }
}
