#if TLS
import COpenSSL

/// Connects OpenSSL to the stream below. OpenSSL reads and writes through it once `attach(to:)` was called.
///
/// If the stream throws, the conduit keeps the error and asks OpenSSL to retry later. So OpenSSL's state stays valid, an operation that
/// timed out can be repeated, and the caller gets the error that was thrown.
final class TLSConduit {
  /// The result of the stream's calls in the current operation. It is `indirect` so that it is one word without an error, the usual case.
  indirect enum Outcome {
    /// OpenSSL can continue.
    case fine
    /// There are no bytes, and the operation does not wait for them.
    case wouldBlock
    /// The stream has ended.
    case end
    /// The stream has thrown this error.
    case failed(HTTPException)
  }

  /// How long an operation waits for bytes from below.
  enum Patience {
    /// Until its timeout.
    case untilTimeout
    /// Not at all: it reads only if the stream's `pendingInput()` finds something.
    case none
    /// As `none`, after the caller has already called `pendingInput()` and found something.
    case noneBeyondFound
    /// It does not read the stream at all. OpenSSL uses only the bytes it has.
    case noReading
  }

  let stream: any ByteStream
  private(set) var outcome = Outcome.fine
  /// The first bytes from a peer that does not speak TLS.
  private(set) var firstBytes: [UInt8] = []
  /// Whether the peer's first byte starts a TLS record (RFC 8446 section 5.1); nil before it has come.
  private(set) var speaksTLS: Bool?
  /// The error of a failed write. It is unknown how many bytes were sent, so nothing can be sent any more.
  private(set) var writeFailure: HTTPException?
  /// The sessions that the server has offered and that are not in the cache yet. The exclusivity check is off, because it would be made at
  /// each read. OpenSSL calls back only during its own calls, and the stream moves the sessions between them.
  @exclusivity(unchecked) var newSessions: [OpenSSLObject] = []

  // The input and the results of the verification.
  let expectedName: TLSServerName?
  let requiresVerification: Bool
  let peerCheck: TLSPeerCheck?
  var certificateFailure: CertificateFailure?
  let keyLog: TLSKeyLog?

  // Renegotiation.
  /// Whether another handshake was refused since data came the last time.
  var hasRefusedHandshake = false
  /// The certificate that the server has shown in the first handshake. It must not show another one later.
  var knownPeer: OpenSSLObject?
  /// How many handshakes have started after the first was done; nil before.
  var laterHandshakes: Int?
  /// The most further handshakes in a connection: each can cost this side more than the server.
  private static let mostHandshakes = 8

  /// Whether the records of a large write are collected, because a call for each costs more than copying them.
  var gathersRecords = false
  /// Whether a write may leave records behind, to be sent later, instead of waiting until all are sent.
  var sendsSome = false
  /// Records that are collected, or left behind.
  private var records: [UInt8] = []
  /// How many bytes of `records` were sent.
  private var sentRecords = 0
  private static let gatheredBytes = 65_536
  /// Room for the framing of the collected records, and for one more.
  private static let recordRoom = 17_408

  private var patience = Patience.untilTimeout
  private var deadline = Deadline(after: nil)
  private var timeout: Duration?
  /// The timeout of the last read of the stream.
  private var lastReadTimeout: Duration?
  private var isFirstCall = true
  /// The number of bytes that the operation has read from below.
  private var received = 0
  /// The most bytes that one operation reads: the certificates of a handshake, or the messages between two records of data. Otherwise a
  /// peer that sends tickets and key updates without end could keep a read from ever returning.
  private static let mostReceived = 1 << 20

  /// The most sessions to keep until they are moved to the cache. A server may send any number.
  static let mostNewSessions = 4

  private static let recordTypes: ClosedRange<UInt8> = 20...24

  /// The number of first bytes to keep: enough to show the line that a peer without TLS answers.
  private static let shownBytes = 64

  init(
    _ stream: any ByteStream, expectedName: TLSServerName? = nil, requiresVerification: Bool = false, peerCheck: TLSPeerCheck? = nil,
    keyLog: TLSKeyLog? = nil
  ) {
    self.stream = stream
    self.expectedName = expectedName
    self.requiresVerification = requiresVerification
    self.peerCheck = peerCheck
    self.keyLog = keyLog
  }

  /// Starts an operation. Its timeout is for all its reads and writes of the stream below.
  func begin(timeout: Duration?, _ patience: Patience = .untilTimeout) {
    self.timeout = timeout
    self.patience = patience
    deadline = Deadline(after: timeout)
    isFirstCall = true
    received = 0
    outcome = .fine
  }

  /// Stops the rest of the operation from reading the stream below. Its timeout continues.
  func stopReading() {
    patience = .noReading
    outcome = .fine
  }

  /// Counts a handshake. After too many, nothing can be sent any more.
  func noteHandshake() {
    guard let count = laterHandshakes else { return }
    laterHandshakes = count + 1
    if count < Self.mostHandshakes { return }
    writeFailure = .tls(
      TLSFailure(.renegotiation, message: "the server has started more than \(Self.mostHandshakes) further handshakes"))
  }

  /// Reads from the stream into the buffer. Returns 0 if nothing was read; `outcome` says why.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    if let refusal = refusal() {
      outcome = refusal
      return 0
    }
    do throws(HTTPException) {
      // Unsafe: OpenSSL's buffer is valid, with its length, during this call.
      var count = 0
      try unsafe buffer.withOutputSpan(addingTo: &count) { (free) throws(HTTPException) in
        try stream.read(into: &free, timeout: try readTimeout())
      }
      received += count
      if received > Self.mostReceived {
        throw HTTPException.limitExceeded(what: "bytes of TLS without data", limit: Self.mostReceived)
      }
      outcome = count == 0 ? .end : .fine
      if speaksTLS == nil, count > 0 { unsafe speaksTLS = buffer.first.map { Self.recordTypes.contains($0) } }
      if speaksTLS == false, firstBytes.count < Self.shownBytes {
        unsafe firstBytes += buffer.prefix(min(count, Self.shownBytes - firstBytes.count))
      }
      return count
    } catch {
      outcome = .failed(error)
      return 0
    }
  }

  /// Sends all the bytes, or collects them to be sent with others. Returns false if sending has failed, now or before.
  func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
    // Unsafe: here and below, OpenSSL's bytes are valid, with their length, during this call.
    if !gathersRecords, records.isEmpty {
      return unsafe bytes.withMemoryRebound(to: UInt8.self) { unsafe sendsSome ? sendSome($0.span) : send($0.span) }
    }
    unsafe bytes.withMemoryRebound(to: UInt8.self) { unsafe keep($0.span) }
    return !gathersRecords || sendsSome || records.count < Self.gatheredBytes || sendOutgoing()
  }

  /// Whether there are records that were collected or left behind.
  var hasRecords: Bool { !records.isEmpty }

  /// Ends the collecting, and sends what was collected. Returns false if sending has failed, now or before.
  func finishGathering() -> Bool {
    gathersRecords = false
    return sendOutgoing()
  }

  /// Sends all records that were collected or left behind. Returns false if sending has failed, now or before.
  func sendOutgoing() -> Bool {
    if records.isEmpty { return writeFailure == nil }
    let isSent = send(records.span.extracting(sentRecords...))
    if isSent || writeFailure != nil { dropRecords() }
    return isSent && writeFailure == nil
  }

  /// Sends the records that were collected or left behind until all are sent, and returns true. Returns false if sending has failed, or if
  /// there is something to read instead.
  func sendSomeOutgoing() -> Bool {
    if case .failed = outcome { return false }
    while sentRecords < records.count {
      guard let count = sendFirst(of: records.span.extracting(sentRecords...)), count > 0 else { return false }
      sentRecords += count
    }
    dropRecords()
    return true
  }

  /// Adds records. It replaces the array, because Swift would check each change in place at run time, and with it every other look at the
  /// array (docs/decisions/0011).
  private func keep(_ bytes: Span<UInt8>) {
    var kept = records
    records = []
    if gathersRecords, kept.isEmpty { kept.reserveCapacity(Self.gatheredBytes + Self.recordRoom) }
    kept.append(copying: bytes)
    records = kept
  }

  private func dropRecords() {
    if records.isEmpty { return }
    records = []
    sentRecords = 0
  }

  /// Sends some of the bytes, and keeps the rest to be sent later. Returns false if sending has failed, now or before.
  private func sendSome(_ bytes: Span<UInt8>) -> Bool {
    let count = sendFirst(of: bytes) ?? 0
    if count < bytes.count { keep(bytes.extracting(count...)) }
    return writeFailure == nil
  }

  /// Sends some of the bytes and returns how many, 0 if there is something to read instead, or nil if sending has failed. It is tried again
  /// after a timeout.
  private func sendFirst(of bytes: Span<UInt8>) -> Int? {
    if let writeFailure {
      outcome = .failed(writeFailure)
      return nil
    }
    do {
      return try stream.writeSome(bytes, timeout: try remainingTime(else: .timedOut(.sending)))
    } catch {
      if !error.isTimeout { writeFailure = error }
      outcome = .failed(error)
      return nil
    }
  }

  private func send(_ bytes: Span<UInt8>) -> Bool {
    if let writeFailure {
      outcome = .failed(writeFailure)
      return false
    }
    do {
      try stream.write(bytes, timeout: try remainingTime(else: .timedOut(.sending)))
      return true
    } catch {
      writeFailure = error
      outcome = .failed(error)
      return false
    }
  }

  /// The outcome if the stream must not be read now; nil if it may be read.
  private func refusal() -> Outcome? {
    switch patience {
    case .untilTimeout: return nil
    case .noReading: return .wouldBlock
    case .none: return stream.pendingInput() == .nothing ? .wouldBlock : nil
    case .noneBeyondFound:
      patience = .none
      return nil
    }
  }

  /// How long to wait for bytes. If bytes are known to be there, it does not matter. Then it is the last timeout, which the socket has set
  /// already.
  private func readTimeout() throws(HTTPException) -> Duration? {
    if patience != .untilTimeout { return lastReadTimeout }
    lastReadTimeout = try remainingTime(else: .timedOut(.reading))
    return lastReadTimeout
  }

  /// The time left of the operation's timeout. As long as hardly any of it has passed, this is the timeout itself: the socket has it set
  /// already. Otherwise each further call of a handshake or a record would set the socket's timeout again.
  private func remainingTime(else error: HTTPException) throws(HTTPException) -> Duration? {
    guard let timeout, !isFirstCall else {
      isFirstCall = false
      return timeout
    }
    guard let remaining = deadline.remaining, remaining > .zero else { throw error }
    let passed = timeout - remaining
    return passed < .milliseconds(1) || passed < timeout / 64 ? timeout : remaining
  }
}

extension TLSConduit {
  /// Whether the peer's first byte does not start a TLS record.
  var firstBytesAreForeign: Bool { speaksTLS == false }

  /// The error for a peer that does not speak TLS.
  var notTLS: HTTPException {
    .tls(
      TLSFailure(
        .notTLS(received: firstBytes), identifier: "SSL: WRONG_VERSION_NUMBER",
        message: "the peer does not speak TLS: it answered \(PythonRepr.bytes(firstBytes))"))
  }
}
#endif
