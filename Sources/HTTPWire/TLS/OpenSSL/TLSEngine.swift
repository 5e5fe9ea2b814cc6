#if TLS
import COpenSSL

/// A connection of OpenSSL's with the conduit it reads and writes through. It does not own the stream below.
final class TLSEngine {
  let ssl: OpenSSLObject
  let conduit: TLSConduit
  private let toleratesRaggedEnd: Bool
  /// What ended the connection for good: reads and writes throw it.
  private var failure: HTTPException?
  private var isEstablished = false

  init(_ context: OpenSSLObject, _ conduit: TLSConduit, toleratesRaggedEnd: Bool) throws(HTTPException) {
    OpenSSLErrors.clear()
    // Unsafe: the connection is owned by the object, and this engine keeps the conduit with it.
    guard let ssl = unsafe OpenSSLObject(SSL_new(context.pointer), { unsafe SSL_free($0) }), unsafe conduit.attach(to: ssl.pointer) else {
      throw OpenSSLErrors.configuration("a TLS connection can't be made")
    }
    self.ssl = ssl
    self.conduit = conduit
    self.toleratesRaggedEnd = toleratesRaggedEnd
  }

  /// How a call of OpenSSL's went.
  private enum Step {
    case done
    /// The peer has said that nothing more comes.
    case closed
    /// The stream below has kept it from being done; it can be repeated.
    case interrupted(TLSConduit.Outcome)
    case failed(HTTPException)
  }

  // MARK: - Handshake

  /// Makes the connection a server's.
  func prepareServer() {
    // Unsafe: the connection is this engine's.
    unsafe SSL_set_accept_state(ssl.pointer)
  }

  /// Throws `timedOut(.connecting)`, `tls`, or what the stream below throws.
  func handshake(timeout: Duration?) throws(HTTPException) {
    conduit.begin(timeout: timeout)
    // Unsafe: the connection is this engine's.
    switch perform({ unsafe SSL_do_handshake(ssl.pointer) }) {
    case .done:
      isEstablished = true
    case .interrupted(.failed(.timedOut)): throw .timedOut(.connecting)
    case .interrupted(.failed(let error)): throw conduit.firstBytesAreForeign ? conduit.notTLS : error
    case .failed(let error): throw conduit.firstBytesAreForeign ? conduit.notTLS : error
    case .interrupted, .closed:
      if conduit.firstBytesAreForeign { throw conduit.notTLS }
      throw .tls(TLSFailure(.truncated, identifier: "SSL: UNEXPECTED_EOF_WHILE_READING", message: "the peer closed during the handshake"))
    }
  }

  // MARK: - Data

  /// Appends at least one byte, or none at the end.
  func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
    if let failure { throw failure }
    conduit.begin(timeout: timeout)
    let before = buffer.count
    defer { passed(buffer.count - before) }
    switch readRecord(into: &buffer) {
    case .done: readMore(into: &buffer)
    case .closed: return
    case .interrupted(.failed(let error)): throw error
    case .interrupted: if !toleratesRaggedEnd { throw Self.raggedEnd }
    case .failed(let error):
      failure = error
      throw error
    }
  }

  /// Appends the further records that OpenSSL has received whole.
  private func readMore(into buffer: inout OutputSpan<UInt8>) {
    // The time goes on: what OpenSSL has may be a key update to be answered, and that is a write.
    conduit.stopReading()
    // Unsafe: the connection is this engine's.
    while buffer.freeCapacity > 0, unsafe SSL_has_pending(ssl.pointer) == 1 {
      switch readRecord(into: &buffer) {
      case .done: continue
      case .closed, .interrupted: return
      case .failed(let error):
        failure = error
        return
      }
    }
  }

  private func readRecord(into buffer: inout OutputSpan<UInt8>) -> Step {
    // Unsafe: OpenSSL fills the part of the span that is still free, and only what it filled is counted.
    unsafe buffer.withUnsafeMutableBufferPointer { bytes, count in
      let free = bytes.extracting(count...)
      var received = 0
      let step = perform { unsafe SSL_read_ex(ssl.pointer, free.baseAddress, free.count, &received) }
      count += received
      note(step)
      return step
    }
  }

  /// Sends all of the bytes.
  func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {
    if let failure = failure ?? conduit.writeFailure { throw failure }
    if bytes.isEmpty { return }
    defer { passed(bytes.count) }
    conduit.begin(timeout: timeout)
    conduit.gathersRecords = bytes.count > Self.largestRecord
    // Unsafe: the span lends its bytes, with their length, for as long as the call runs.
    var step = unsafe bytes.withUnsafeBytes { bytes in
      var sent = 0
      return perform { unsafe SSL_write_ex(ssl.pointer, bytes.baseAddress, bytes.count, &sent) }
    }
    if conduit.gathersRecords, !conduit.finishGathering(), case .done = step { step = .interrupted(conduit.outcome) }
    switch step {
    case .done: return
    case .interrupted(.failed(let error)): throw error.isConnectionReset ? waitingAlert() ?? error : error
    case .failed(let error):
      failure = error
      throw error
    case .interrupted, .closed: throw Self.raggedEnd
    }
  }

  /// The most data that a record has (RFC 8446 section 5.1).
  private static let largestRecord = 16_384

  /// Why the peer has gone, when it has said so before it went: a server of TLS 1.3 refuses a client's certificate only after the
  /// client has begun to send.
  private func waitingAlert() -> HTTPException? {
    _ = pendingInput()
    return failure
  }

  /// What can be read without waiting. Tickets and key updates are taken in on the way, as they are no data.
  func pendingInput() -> PendingInput {
    if failure != nil { return .end }
    // Unsafe: the connection is this engine's; the byte is a local, and stays to be read.
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
      failure = error
      return .end
    }
  }

  /// Schedules something other than data, and sends what it takes.
  func control(_ schedule: (OpaquePointer) -> Int32) throws(HTTPException) {
    conduit.begin(timeout: nil)
    // Unsafe: the connection is this engine's.
    let step = perform { unsafe schedule(ssl.pointer) == 1 ? SSL_do_handshake(ssl.pointer) : 0 }
    switch step {
    case .done: return
    case .failed(let error), .interrupted(.failed(let error)): throw error
    case .closed, .interrupted: throw Self.raggedEnd
    }
  }

  // MARK: - Memory

  /// The bytes of data that have passed since OpenSSL's buffers were last released.
  private var passedBytes = 0
  /// Whether the last look for a record has found less than a whole one.
  private var hasTornRecord = false

  /// Gives OpenSSL's buffers back once so much has passed that they hold far more memory than a connection that is kept should: a mode of
  /// OpenSSL's does so after each record, which costs a small GET a tenth of its instructions.
  private func passed(_ count: Int) {
    passedBytes &+= count
    if passedBytes > Self.largestRecord { releaseBuffers() }
  }

  private func note(_ step: Step) {
    if case .interrupted = step { hasTornRecord = true } else { hasTornRecord = false }
  }

  /// Between whole records only: some releases of OpenSSL 3 also free a buffer with a part of one in it (CVE-2024-4741).
  private func releaseBuffers() {
    // Unsafe: the connection is this engine's.
    guard !hasTornRecord, unsafe SSL_has_pending(ssl.pointer) == 0 else { return }
    if unsafe SSL_free_buffers(ssl.pointer) == 1 { passedBytes = 0 }
  }

  // MARK: - End

  /// How long the farewell may wait for room in the stream below.
  private static let closingTime = Duration.milliseconds(100)

  /// Tells the peer that nothing more comes (close_notify, RFC 8446 section 6.1), and waits for no answer.
  func sayGoodbye() {
    guard isEstablished, failure == nil, conduit.writeFailure == nil else { return }
    conduit.begin(timeout: Self.closingTime, .noReading)
    // Unsafe: the connection is this engine's.
    _ = perform { unsafe SSL_shutdown(ssl.pointer) }
  }

  private static let raggedEnd = HTTPException.tls(
    TLSFailure(
      .truncated, identifier: "SSL: UNEXPECTED_EOF_WHILE_READING",
      message: "unexpected eof while reading: the peer ended the stream without close_notify, so what it sent may be cut short"))

  // MARK: - Calls

  private func perform(_ call: () -> Int32) -> Step {
    OpenSSLErrors.clear()
    let result = call()
    if result == 1 { return .done }
    // What the stream below has thrown comes first, whatever OpenSSL makes of it.
    if case .failed = conduit.outcome, conduit.certificateFailure == nil {
      OpenSSLErrors.clear()
      return .interrupted(conduit.outcome)
    }
    // Unsafe: the connection is this engine's.
    switch unsafe SSL_get_error(ssl.pointer, result) {
    case SSL_ERROR_ZERO_RETURN: return .closed
    case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .interrupted(conduit.outcome)
    default:
      if let refusal = conduit.certificateFailure {
        OpenSSLErrors.clear()
        return .failed(refusal.exception)
      }
      return .failed(OpenSSLErrors.protocolFailure())
    }
  }
}
#endif
