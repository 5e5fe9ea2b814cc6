#if TLS
/// TLS over another stream: a socket, a tunnel through a proxy, or TLS itself (`ssl.SSLSocket`).
///
/// A read that times out can be repeated. A write that fails can't be repeated, because it is unknown how many bytes were sent. Nothing
/// more can be sent then, but what the peer has sent can still be read.
public final class TLSStream: ByteStream {
  let engine: TLSEngine
  /// The verified chain up to the trusted root; nil without verification, and on the server's side.
  let verifiedChain: OpenSSLObject?
  /// The protocol that the peer chose from those offered (`SSLSocket.selected_alpn_protocol()`); nil if it chose none.
  public let alpn: String?
  private let lower: any ByteStream
  private let sessions: (cache: TLSSessionCache, key: TLSSessionCache.Key)?
  private var isClosed = false

  /// Performs the handshake with a server over `lower`. The new stream owns `lower` and closes it.
  ///
  /// `serverName` is the name or address that the server's certificate must match, unless the context's options name another. Sessions are
  /// resumed with the same `serverName` and `port`. The timeout is for the whole handshake.
  ///
  /// Throws `tls`, `timedOut(.handshaking)`, what `lower` throws, the error of making the context, and `invalidArgument` for a name that
  /// can't be in a certificate. After an error the caller still owns `lower` and must close it.
  public init(
    over lower: any ByteStream, context: TLSContext = .default, serverName: String, port: Int = 443, timeout: Duration? = nil
  ) throws(HTTPException) {
    let settings = try context.settings()
    let options = context.options
    let name = try TLSServerName(options.serverName ?? serverName)
    let key = TLSSessionCache.Key(peer: name, port: port)
    let conduit = TLSConduit(
      lower, expectedName: name, requiresVerification: options.verification == .required, peerCheck: options.peerCheck,
      keyLog: settings.keyLog)
    let engine = try TLSEngine(settings.context, conduit, toleratesRaggedEnd: options.toleratesRaggedEnd)
    let offer = options.sessionCacheSize > 0 ? context.sessions.session(for: key) : nil
    try engine.prepareClient(name, offer, options)
    do {
      try engine.handshake(timeout: timeout)
      try engine.checkPeerWasSeen(options)
      verifiedChain = options.verification == .required ? engine.verifiedChain(offer) : nil
      try engine.checkResumedPeer(options.peerCheck, verifiedChain)
      alpn = engine.chosenProtocol
      try engine.checkProtocol(alpn, options.alpn)
      if options.renegotiation == .allowed { engine.rememberPeer() }
    } catch {
      if offer != nil { context.sessions.remove(key) }
      throw error
    }
    self.engine = engine
    self.lower = lower
    sessions = options.sessionCacheSize > 0 ? (context.sessions, key) : nil
    keepSessions()
  }

  /// Performs the handshake with a client, as the server.
  package init(accepting lower: any ByteStream, serverContext: OpenSSLObject, timeout: Duration?) throws(HTTPException) {
    let engine = try TLSEngine(serverContext, TLSConduit(lower, requiresVerification: true), toleratesRaggedEnd: false)
    engine.prepareServer()
    try engine.handshake(timeout: timeout)
    self.engine = engine
    self.lower = lower
    alpn = engine.chosenProtocol
    verifiedChain = nil
    sessions = nil
  }

  deinit { close() }

  /// Waits until bytes have come, at most for the timeout, and appends them. Appends nothing if the peer has ended the stream with
  /// close_notify.
  ///
  /// Throws `timedOut(.reading)`, and `tls` for a violation of the protocol. Throws `tls` of the kind `truncated` if the stream below ends
  /// without close_notify, unless the context tolerates that. Also throws what the stream below throws, and `closed` after ``close()``.
  public func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
    if isClosed { throw .closed }
    if buffer.freeCapacity == 0 { return }
    try engine.read(into: &buffer, timeout: timeout)
    keepSessions()
  }

  /// Sends all the bytes. The timeout is for all the waits together.
  ///
  /// Throws `timedOut(.sending)`, `tls`, what the stream below throws, and `closed` after ``close()``. After an error all later writes
  /// throw.
  public func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {
    if isClosed { throw .closed }
    try engine.write(bytes, timeout: timeout)
  }

  /// Sends some of the bytes: at least one, or none if there is something to read below and nothing can be sent. That may be a message of
  /// TLS, for which ``pendingInput()`` is `nothing`.
  ///
  /// After a result of 0, or a timeout, the next bytes to be written must start with the same ones, because they may be encrypted already.
  /// Throws as ``write(_:timeout:)`` does.
  public func writeSome(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) -> Int {
    if isClosed { throw .closed }
    return try engine.writeSome(bytes, timeout: timeout)
  }

  /// Whether the next ``writeSome(_:timeout:)`` only goes on with the bytes of the last one.
  package var hasUnsentRecords: Bool { engine.encrypted > 0 }

  /// What ends the waits of the stream below.
  public var interrupter: (any StreamInterrupter)? { lower.interrupter }

  /// Sends close_notify without waiting for the peer's, and closes the stream below. Calling it again has no effect.
  public func close() {
    if isClosed { return }
    isClosed = true
    engine.sayGoodbye()
    lower.close()
  }

  /// The descriptor of the stream below. Don't poll it to find out whether this stream can be read: call ``pendingInput()``.
  public var fileDescriptor: Int32? { isClosed ? nil : lower.fileDescriptor }

  /// What can be read without waiting. The peer's close_notify is the end.
  public func pendingInput() -> PendingInput {
    if isClosed { return .end }
    let pending = engine.pendingInput()
    keepSessions()
    return pending
  }

  /// Schedules a message other than data, such as a key update, and sends it.
  package func control(_ schedule: (OpaquePointer) -> Int32) throws(HTTPException) { try unsafe engine.control(schedule) }

  /// Moves the sessions that the server has offered into the context's cache.
  private func keepSessions() {
    // Unsafe: OpenSSL, which adds sessions, is not running.
    if unsafe engine.conduit.newSessions.isEmpty { return }
    if let sessions {
      for session in unsafe engine.conduit.newSessions {
        sessions.cache.store(TLSSessionCache.Offer(session: session, chain: verifiedChain), for: sessions.key)
      }
    }
    unsafe engine.conduit.newSessions = []
  }
}
#endif
