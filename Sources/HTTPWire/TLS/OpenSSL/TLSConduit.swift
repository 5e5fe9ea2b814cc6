#if TLS
import COpenSSL

/// What lies between OpenSSL and the stream below: OpenSSL asks it for bytes and gives it bytes, through `attach(to:)`.
///
/// Whatever the stream throws is kept here, and OpenSSL is told to try again later. So its state stays good, an operation that timed
/// out can be repeated, and errors reach the caller as they were thrown.
final class TLSConduit {
  /// What has become of the stream in the operation that runs.
  enum Outcome {
    /// Nothing that would keep OpenSSL from going on.
    case fine
    /// Nothing waits, and the operation does not wait either.
    case wouldBlock
    /// The stream has ended.
    case end
    /// The stream has thrown.
    case failed(HTTPException)
  }

  /// How long an operation waits for bytes from below.
  enum Patience {
    /// Until its timeout.
    case untilTimeout
    /// It takes what the stream says is there.
    case none
    /// The same, after the stream has been asked and has said that something is there.
    case noneBeyondFound
    /// It takes nothing, but what OpenSSL has already.
    case noReading
  }

  let stream: any ByteStream
  private(set) var outcome = Outcome.fine
  /// The first bytes from a peer that does not speak TLS.
  private(set) var firstBytes: [UInt8] = []
  /// Whether the peer's first byte begins a record of TLS (RFC 8446 section 5.1); nil before there is one.
  private(set) var speaksTLS: Bool?
  /// What a write has thrown. How much of it has left can't be told, so nothing can be sent any more.
  private(set) var writeFailure: HTTPException?
  /// The sessions that the server has offered and that were not taken yet.
  var newSessions: [OpenSSLObject] = []

  // What verification needs, and what it found.
  let expectedName: TLSServerName?
  let requiresVerification: Bool
  let peerCheck: TLSPeerCheck?
  var certificateFailure: CertificateFailure?
  let keyLog: TLSKeyLog?

  /// Whether the records of a large write are put together, since one call for each costs more than copying them.
  var gathersRecords = false
  private var records: [UInt8] = []
  private static let gatheredBytes = 65_536

  private var patience = Patience.untilTimeout
  private var deadline = Deadline(after: nil)
  private var timeout: Duration?
  /// What the last read of the stream had for its timeout.
  private var lastReadTimeout: Duration?
  private var isFirstCall = true
  /// The bytes that the operation has taken from below.
  private var received = 0
  /// The most that one operation takes: a handshake's certificates, or what lies between two records of data. Tickets and key updates
  /// without end, which OpenSSL takes in by itself, must not keep a read from ever returning.
  private static let mostReceived = 1 << 20

  /// The most sessions that are kept between two looks at them; a server may send any number.
  static let mostNewSessions = 4

  private static let recordTypes: ClosedRange<UInt8> = 20...24

  /// Enough to show the line that a peer without TLS answers with.
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

  /// Begins an operation, whose timeout is for all that it reads and writes below.
  func begin(timeout: Duration?, _ patience: Patience = .untilTimeout) {
    self.timeout = timeout
    self.patience = patience
    deadline = Deadline(after: timeout)
    isFirstCall = true
    received = 0
    outcome = .fine
  }

  /// Has the rest of the operation take nothing more from below; its timeout goes on.
  func stopReading() {
    patience = .noReading
    outcome = .fine
  }

  /// Fills the buffer with what the stream has; 0 when there is a reason not to, which is the outcome.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    if let refusal = refusal() {
      outcome = refusal
      return 0
    }
    do throws(HTTPException) {
      // Unsafe: OpenSSL lends the buffer, with its length, for as long as this call runs.
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

  /// Sends all of the bytes, or keeps them to be sent with others; false when sending has failed, now or before.
  func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
    // Unsafe: here and below, OpenSSL lends the bytes, with their length, for as long as this call runs.
    if !gathersRecords { return unsafe bytes.withMemoryRebound(to: UInt8.self) { unsafe send($0.span) } }
    unsafe records.append(contentsOf: bytes)
    return records.count < Self.gatheredBytes || sendRecords()
  }

  /// Ends gathering, and sends what was gathered; false when sending has failed, now or before.
  func finishGathering() -> Bool {
    gathersRecords = false
    defer { records = [] }
    return sendRecords()
  }

  private func sendRecords() -> Bool {
    let isSent = records.isEmpty ? true : send(records.span)
    records.removeAll(keepingCapacity: true)
    return isSent && writeFailure == nil
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

  /// Why nothing is read now, if that is so.
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

  /// How long to wait for bytes. When they are known to be there it does not matter, and a socket has the last time set already.
  private func readTimeout() throws(HTTPException) -> Duration? {
    if patience != .untilTimeout { return lastReadTimeout }
    lastReadTimeout = try remainingTime(else: .timedOut(.reading))
    return lastReadTimeout
  }

  /// What is left of the operation's timeout. As long as hardly any of it has passed, it is given as it was: a socket has it set then,
  /// and a handshake or the end of a record comes with further calls, before each of which it would be set anew.
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
  /// Whether the peer's first byte begins no record of TLS.
  var firstBytesAreForeign: Bool { speaksTLS == false }

  /// The peer has answered in another language.
  var notTLS: HTTPException {
    .tls(
      TLSFailure(
        .notTLS(received: firstBytes), identifier: "SSL: WRONG_VERSION_NUMBER",
        message: "the peer does not speak TLS: it answered \(PythonRepr.bytes(firstBytes))"))
  }
}
#endif
