#if TLS
import COpenSSL

/// An OpenSSL connection, with the conduit through which it reads and writes. It does not own the stream below.
final class TLSEngine {
  let ssl: OpenSSLObject
  let conduit: TLSConduit
  private let toleratesRaggedEnd: Bool
  /// The error that ended the connection. All reads and writes throw it.
  private var failure: HTTPException?
  private var isEstablished = false

  init(_ context: OpenSSLObject, _ conduit: TLSConduit, toleratesRaggedEnd: Bool) throws(HTTPException) {
    OpenSSLErrors.clear()
    // Unsafe: the object owns the connection, and this engine keeps the conduit alive as long as the connection.
    guard let ssl = unsafe OpenSSLObject(SSL_new(context.pointer), { unsafe SSL_free($0) }), unsafe conduit.attach(to: ssl.pointer) else {
      throw OpenSSLErrors.configuration("a TLS connection can't be made")
    }
    self.ssl = ssl
    self.conduit = conduit
    self.toleratesRaggedEnd = toleratesRaggedEnd
  }

  /// The result of an OpenSSL call. It is `indirect` for the same reason as the conduit's outcome.
  private indirect enum Step {
    case done
    /// The peer has sent close_notify.
    case closed
    /// The stream below interrupted it. It can be repeated.
    case interrupted(TLSConduit.Outcome)
    case failed(HTTPException)
  }

  // MARK: - Handshake

  /// Makes the connection a server's.
  func prepareServer() {
    // Unsafe: the connection belongs to this engine.
    unsafe SSL_set_accept_state(ssl.pointer)
  }

  /// Throws `timedOut(.handshaking)`, `tls`, or what the stream below throws.
  func handshake(timeout: Duration?) throws(HTTPException) {
    conduit.begin(timeout: timeout)
    // Unsafe: the connection belongs to this engine.
    switch perform({ unsafe SSL_do_handshake(ssl.pointer) }) {
    case .done:
      isEstablished = true
      conduit.laterHandshakes = 0
    case .interrupted(.failed(.timedOut)): throw .timedOut(.handshaking)
    case .interrupted(.failed(let error)): throw conduit.firstBytesAreForeign ? conduit.notTLS : error
    case .failed(let error): throw conduit.firstBytesAreForeign ? conduit.notTLS : error
    case .interrupted, .closed:
      if conduit.firstBytesAreForeign { throw conduit.notTLS }
      throw .tls(TLSFailure(.truncated, identifier: "SSL: UNEXPECTED_EOF_WHILE_READING", message: "the peer closed during the handshake"))
    }
  }

  // MARK: - Data

  /// Appends at least one byte, or nothing at the end.
  func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
    if let failure { throw failure }
    conduit.begin(timeout: timeout)
    let before = buffer.count
    defer { passed(buffer.count - before) }
    switch readRecord(into: &buffer) {
    case .done:
      if conduit.hasRefusedHandshake { conduit.hasRefusedHandshake = false }
      readMore(into: &buffer)
    case .closed: if conduit.hasRefusedHandshake { throw Self.renegotiationRefused }
    case .interrupted(.failed(let error)): throw explained(error)
    case .interrupted: if !toleratesRaggedEnd || conduit.hasRefusedHandshake { throw explained(Self.raggedEnd) }
    case .failed(let error): throw fail(error)
    }
  }

  /// Appends the further records that OpenSSL has received completely.
  private func readMore(into buffer: inout OutputSpan<UInt8>) {
    // The timeout continues, because this may write: OpenSSL answers a key update.
    conduit.stopReading()
    // Unsafe: the connection belongs to this engine.
    while buffer.freeCapacity > 0, unsafe SSL_has_pending(ssl.pointer) == 1 {
      switch readRecord(into: &buffer) {
      case .done: continue
      case .closed, .interrupted: return
      case .failed(let error):
        failure = explained(error)
        return
      }
    }
  }

  private func readRecord(into buffer: inout OutputSpan<UInt8>) -> Step {
    // Unsafe: OpenSSL writes only to the free part of the span, and `count` grows by the bytes it wrote.
    unsafe buffer.withUnsafeMutableBufferPointer { bytes, count in
      let free = bytes.extracting(count...)
      var received = 0
      let step = perform { unsafe SSL_read_ex(ssl.pointer, free.baseAddress, free.count, &received) }
      count += received
      note(step)
      return step
    }
  }

  /// Sends all the bytes.
  func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {
    if let failure { throw failure }
    if let failure = conduit.writeFailure { throw failure }
    conduit.begin(timeout: timeout)
    // The first bytes may be encrypted already, by a `writeSome` that could not send them.
    if !conduit.sendOutgoing() { throw writeError(conduit.outcome) }
    let rest = bytes.extracting(droppingFirst: encrypted)
    encrypted = 0
    if rest.isEmpty { return }
    defer { passed(rest.count) }
    conduit.gathersRecords = rest.count > Self.largestRecord
    var step = encrypt(rest)
    if conduit.gathersRecords, !conduit.finishGathering(), case .done = step { step = .interrupted(conduit.outcome) }
    try finishWriting(step)
  }

  /// Sends some of the bytes, or none if there is something to read below instead.
  func writeSome(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) -> Int {
    if let failure { throw failure }
    if let failure = conduit.writeFailure { throw failure }
    conduit.begin(timeout: timeout)
    if encrypted == 0 {
      let part = bytes.extracting(first: Self.mostAtOnce)
      conduit.sendsSome = true
      conduit.gathersRecords = part.count > Self.largestRecord
      let step = encrypt(part)
      conduit.sendsSome = false
      conduit.gathersRecords = false
      if case .done = step {} else { try finishWriting(step) }
      if !conduit.hasRecords {
        passed(part.count)
        return part.count
      }
      encrypted = part.count
    }
    guard conduit.sendSomeOutgoing() else {
      if case .failed = conduit.outcome { throw writeError(conduit.outcome) }
      return 0
    }
    passed(encrypted)
    defer { encrypted = 0 }
    return encrypted
  }

  /// The bytes given to `writeSome` that are encrypted, and of which some are not sent.
  private(set) var encrypted = 0

  /// The most bytes to encrypt before they are sent.
  private static let mostAtOnce = 65_536

  private func encrypt(_ bytes: Span<UInt8>) -> Step {
    // Unsafe: the bytes are valid, with their length, during the call.
    unsafe bytes.withUnsafeBytes { bytes in
      var sent = 0
      return perform { unsafe SSL_write_ex(ssl.pointer, bytes.baseAddress, bytes.count, &sent) }
    }
  }

  private func finishWriting(_ step: Step) throws(HTTPException) {
    switch step {
    case .done: return
    case .interrupted(let outcome): throw writeError(outcome)
    case .failed(let error): throw fail(error)
    case .closed: throw explained(Self.raggedEnd)
    }
  }

  /// The error of a write that the stream below has interrupted.
  private func writeError(_ outcome: TLSConduit.Outcome) -> HTTPException {
    guard case .failed(let error) = outcome else { return explained(Self.raggedEnd) }
    return error.isConnectionReset ? waitingAlert() ?? explained(error) : error
  }

  /// The most bytes of data in a record (RFC 8446 section 5.1).
  private static let largestRecord = 16_384

  /// The alert that the peer sent before it closed, if there is one. A TLS 1.3 server refuses a client's certificate only after the client
  /// has started to send.
  private func waitingAlert() -> HTTPException? {
    _ = pendingInput()
    return failure
  }

  /// What can be read without waiting. Tickets and key updates are processed first, because they are not data.
  func pendingInput() -> PendingInput {
    // A comparison with `!=` would copy the error.
    guard case nil = failure else { return .end }
    // Unsafe: the connection belongs to this engine. The byte below is a local variable, and is only peeked at.
    if unsafe SSL_pending(ssl.pointer) > 0 { return .bytes }
    if unsafe SSL_get_shutdown(ssl.pointer) & SSL_RECEIVED_SHUTDOWN != 0 { return .end }
    let isFound = conduit.stream.pendingInput() != .nothing
    if !isFound, unsafe SSL_has_pending(ssl.pointer) == 0 { return .nothing }
    conduit.begin(timeout: Self.closingTime, isFound ? .noneBeyondFound : .none)
    var byte: UInt8 = 0
    var count = 0
    let step = perform { unsafe SSL_peek_ex(ssl.pointer, &byte, 1, &count) }
    note(step)
    switch step {
    case .done: return .bytes
    case .interrupted(.wouldBlock): return .nothing
    case .interrupted, .closed: return .end
    case .failed(let error):
      failure = explained(error)
      return .end
    }
  }

  /// Schedules a message other than data, and sends it.
  func control(_ schedule: (OpaquePointer) -> Int32) throws(HTTPException) {
    conduit.begin(timeout: nil)
    // Unsafe: the connection belongs to this engine.
    let step = perform { unsafe schedule(ssl.pointer) == 1 ? SSL_do_handshake(ssl.pointer) : 0 }
    switch step {
    case .done: return
    case .failed(let error), .interrupted(.failed(let error)): throw error
    case .closed, .interrupted: throw Self.raggedEnd
    }
  }

  // MARK: - Memory

  /// The number of data bytes read and written since OpenSSL's buffers were last released.
  private var passedBytes = 0
  /// Whether the last read found less than a whole record.
  private var hasTornRecord = false

  /// Frees OpenSSL's buffers after a large transfer, so that a kept connection does not hold their memory. OpenSSL has a mode that frees
  /// them after each record, but it adds an allocation of two buffers to each small GET.
  private func passed(_ count: Int) {
    passedBytes &+= count
    if passedBytes > Self.largestRecord { releaseBuffers() }
  }

  private func note(_ step: Step) {
    if case .interrupted = step { hasTornRecord = true } else { hasTornRecord = false }
  }

  /// Between whole records only: some releases of OpenSSL 3 also free a buffer with a part of one in it (CVE-2024-4741).
  private func releaseBuffers() {
    // Unsafe: the connection belongs to this engine.
    guard !hasTornRecord, unsafe SSL_has_pending(ssl.pointer) == 0 else { return }
    if unsafe SSL_free_buffers(ssl.pointer) == 1 { passedBytes = 0 }
  }

  // MARK: - End

  /// How long close_notify may wait for space in the stream below.
  private static let closingTime = Duration.milliseconds(100)

  /// Sends close_notify (RFC 8446 section 6.1) without waiting for an answer.
  func sayGoodbye() {
    guard isEstablished, failure == nil, conduit.writeFailure == nil else { return }
    conduit.begin(timeout: Self.closingTime, .noReading)
    // Unsafe: the connection belongs to this engine.
    _ = perform { unsafe SSL_shutdown(ssl.pointer) }
  }

  private static let raggedEnd = HTTPException.tls(
    TLSFailure(
      .truncated, identifier: "SSL: UNEXPECTED_EOF_WHILE_READING",
      message: "unexpected eof while reading: the peer ended the stream without close_notify, so what it sent may be cut short"))

  /// The error of a connection that ends after this side has refused another handshake: that is the reason for whatever the server did.
  private func explained(_ error: HTTPException) -> HTTPException {
    conduit.hasRefusedHandshake && !error.isTimeout ? Self.renegotiationRefused : error
  }

  private func fail(_ error: HTTPException) -> HTTPException {
    let error = explained(error)
    failure = error
    return error
  }

  private static let renegotiationRefused = HTTPException.tls(
    TLSFailure(
      .renegotiation, identifier: "SSL: NO_RENEGOTIATION",
      message: "the server asked for another handshake (renegotiation), probably for a client's certificate, and ended the connection when "
        + "it was refused; set TLSContext.Options.renegotiation to .allowed, and identity if it wants a certificate"))

  // MARK: - Calls

  private func perform(_ call: () -> Int32) -> Step {
    let result = call()
    if result == 1 { return .done }
    // `SSL_get_error` takes any error in the queue for the call's own. With an empty queue it goes by the state of the connection, so
    // errors that other code has left there do no harm. Clearing the queue before each call would be a third of what TLS adds to a GET.
    let errors = OpenSSLErrors.take()
    // An error of the stream below has precedence over the error that OpenSSL reports because of it.
    if case .failed = conduit.outcome, conduit.certificateFailure == nil { return .interrupted(conduit.outcome) }
    // Unsafe: the connection belongs to this engine.
    switch unsafe SSL_get_error(ssl.pointer, result) {
    // With an empty queue, a fatal alert is reported as close_notify. But it takes the connection out of its established state, and during
    // a handshake OpenSSL has cleared the queue itself.
    case SSL_ERROR_ZERO_RETURN where unsafe errors.isEmpty || SSL_in_init(ssl.pointer) == 0: return .closed
    case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .interrupted(conduit.outcome)
    default: return .failed(conduit.certificateFailure?.exception ?? OpenSSLErrors.protocolFailure(errors))
    }
  }
}
#endif
