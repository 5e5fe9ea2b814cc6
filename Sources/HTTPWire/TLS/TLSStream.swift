#if TLS
/// TLS over another stream, be that a socket, a tunnel through a proxy or TLS itself (`ssl.SSLSocket`).
///
/// A read that times out can be repeated. A write that fails can't: how much of it has left is unknown, so nothing more can be sent,
/// but what the peer has sent can still be read.
public final class TLSStream: ByteStream {
  let engine: TLSEngine
  /// The chain that was verified, up to the root that is trusted; nil without verification, and of clients.
  let verifiedChain: OpenSSLObject?
  private let lower: any ByteStream
  private let sessions: (cache: TLSSessionCache, key: TLSSessionCache.Key)?
  private var isClosed = false

  /// Performs the handshake with a server. Until it has succeeded, nothing of what will be written is sent.
  ///
  /// `serverName` is the name or address that the server's certificate has to be for, unless the context has another; together with
  /// `port` it also says whose sessions may be resumed. The timeout is for the whole handshake.
  ///
  /// Throws `tls`; `timedOut(.connecting)`; what the stream throws; what the context's making has thrown; `invalidArgument` for a name
  /// that no certificate can have. The stream below then stays the caller's, to be closed; otherwise it is closed with this one.
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
    } catch {
      if offer != nil { context.sessions.remove(key) }
      throw error
    }
    self.engine = engine
    self.lower = lower
    sessions = options.sessionCacheSize > 0 ? (context.sessions, key) : nil
    keepSessions()
  }

  /// Performs the handshake with a client, as its server.
  package init(accepting lower: any ByteStream, serverContext: OpenSSLObject, timeout: Duration?) throws(HTTPException) {
    let engine = try TLSEngine(serverContext, TLSConduit(lower, requiresVerification: true), toleratesRaggedEnd: false)
    engine.prepareServer()
    try engine.handshake(timeout: timeout)
    self.engine = engine
    self.lower = lower
    verifiedChain = nil
    sessions = nil
  }

  deinit { close() }

  /// Appends what comes, waiting for it no longer than the timeout. Appending nothing says that the peer has ended the stream with
  /// close_notify.
  ///
  /// Throws `timedOut(.reading)`; `tls` of the kind `truncated` when the stream below ends without it, unless the context tolerates
  /// that; `tls` for what breaks the protocol; what the stream below throws; `closed` after ``close()``.
  public func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
    if isClosed { throw .closed }
    if buffer.freeCapacity == 0 { return }
    try engine.read(into: &buffer, timeout: timeout)
    keepSessions()
  }

  /// Sends all of the bytes, waiting for room no longer than the timeout altogether.
  ///
  /// Throws `timedOut(.sending)`, `tls`, what the stream below throws, `closed` after ``close()``; all later writes throw then.
  public func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {
    if isClosed { throw .closed }
    try engine.write(bytes, timeout: timeout)
  }

  /// Tells the peer that nothing more comes, without waiting for its answer, and closes the stream below. Harmless when called again.
  public func close() {
    if isClosed { return }
    isClosed = true
    engine.sayGoodbye()
    lower.close()
  }

  /// The descriptor of the stream below. What it says of readability is not of this stream: ask ``pendingInput()``.
  public var fileDescriptor: Int32? { isClosed ? nil : lower.fileDescriptor }

  /// What waits to be read, found out without waiting. The peer's close_notify is the end.
  public func pendingInput() -> PendingInput {
    if isClosed { return .end }
    let pending = engine.pendingInput()
    keepSessions()
    return pending
  }

  /// Schedules something other than data, and sends what it takes.
  package func control(_ schedule: (OpaquePointer) -> Int32) throws(HTTPException) { try unsafe engine.control(schedule) }

  /// Hands the sessions that the server has offered meanwhile to the context.
  private func keepSessions() {
    if engine.conduit.newSessions.isEmpty { return }
    if let sessions {
      for session in engine.conduit.newSessions {
        sessions.cache.store(TLSSessionCache.Offer(session: session, chain: verifiedChain), for: sessions.key)
      }
    }
    engine.conduit.newSessions = []
  }
}
#endif
