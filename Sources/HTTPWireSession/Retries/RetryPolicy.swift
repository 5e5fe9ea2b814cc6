public import HTTPWire

/// Which requests are sent again, and when. It does no I/O: it is asked with what came of an attempt.
///
/// ```swift
/// var configuration = HTTPSession.Configuration()
/// configuration.retries = RetryPolicy(limit: 5)
/// ```
///
/// By default, what usually is over soon is tried again, as by curl: timeouts, failed look-ups of names, and the ``statuses``. A
/// `Retry-After` of the server makes the wait longer (RFC 9110 section 10.2.3). Only requests with idempotent methods (section 9.2.2) are
/// sent again, because a server may have acted on the one that failed.
public struct RetryPolicy: Sendable, Hashable {
  /// How often a request may be sent again.
  public var limit: Int
  /// How long to wait before each attempt; nil waits one second before the first retry, and twice as long before each further one.
  public var delay: Duration?
  /// The longest wait that doubling leads to, and that a server may ask for. If it asks for more, the request is not sent again.
  public var longestDelay = Duration.seconds(600)
  /// How long after the call began the last attempt may begin; nil sets no limit.
  public var timeLimit: Duration?
  /// The statuses of responses after which the request is sent again.
  public var statuses: Set<Int> = [408, 429, 500, 502, 503, 504, 522, 524]
  /// Whether all errors of peers and networks are a reason, and an ``UnexpectedStatus``. Mistakes of the caller, cancels and the end of a
  /// deadline never are.
  public var retriesAllErrors = false
  /// Whether a refused connection is a reason.
  public var retriesRefusedConnections = false
  /// Whether requests with methods that are not idempotent are sent again, such as POST, as by curl. The server may act on them twice.
  public var retriesAnyMethod = false

  /// Creates a policy.
  public init(limit: Int = 3, delay: Duration? = nil, timeLimit: Duration? = nil) {
    self.limit = limit
    self.delay = delay
    self.timeLimit = timeLimit
  }

  /// What came of an attempt.
  public enum Outcome: Sendable {
    /// A response, of any status.
    case response(status: Int, headers: HTTPMessage)
    /// An error.
    case failure(HTTPException)
  }

  /// Whether a request of a method may be sent again at all. `isReplayable` says that there is no body, or one that can be sent again.
  public func allows(_ method: String, isReplayable: Bool = true) -> Bool {
    isReplayable && (retriesAnyMethod || RequestFailure.isIdempotent(method))
  }

  /// How long to wait before a request is sent again; nil if it is not.
  ///
  /// ```swift
  /// let policy = RetryPolicy(limit: 3)
  /// let now = HTTPDate(secondsSince1970: 1_767_225_600)
  /// let pause = policy.decide(after: .failure(.timedOut(.connecting)), attempt: 1, elapsed: .seconds(2), now: now)    // a second
  /// ```
  ///
  /// - Parameters:
  ///   - outcome: What came of the last attempt.
  ///   - attempt: How many attempts were made; 1 after the first.
  ///   - elapsed: How long ago the first one began.
  ///   - now: The time, for a `Retry-After` that is a date.
  public func decide(after outcome: Outcome, attempt: Int, elapsed: Duration, now: HTTPDate) -> Duration? {
    guard attempt >= 1, attempt <= limit else { return nil }
    var pause = usualPause(attempt)
    switch outcome {
    case .failure(let error):
      guard isReason(error) else { return nil }
    case .response(let status, let headers):
      guard statuses.contains(status) else { return nil }
      if let asked = Self.retryAfter(headers, now) {
        if asked > longestDelay { return nil }
        pause = max(pause, asked)
      }
    }
    if let timeLimit, Self.bounded(elapsed) + pause > Self.bounded(timeLimit) { return nil }
    return pause
  }

  private func usualPause(_ attempt: Int) -> Duration {
    if let delay { return Self.bounded(delay) }
    return min(.seconds(1 << min(attempt - 1, 30)), max(.zero, longestDelay))
  }

  private func isReason(_ error: HTTPException) -> Bool {
    switch error {
    case .timedOut, .nameResolution: true
    case .cancelled, .deadlineExceeded: false
    case .custom(let error): retriesAllErrors && error is UnexpectedStatus
    case _ where error.isRefusedConnection: retriesAllErrors || retriesRefusedConnections
    default: retriesAllErrors && error.fault != .caller
    }
  }

  /// The time that a server asks to be left alone for: seconds, or a date.
  private static func retryAfter(_ headers: HTTPMessage, _ now: HTTPDate) -> Duration? {
    guard let value = headers["Retry-After"] else { return nil }
    let digits = Array(value.utf8)[...].trimmingWhitespace()
    if !digits.isEmpty, digits.allSatisfy({ ASCII.isDigit($0) }) {
      return bounded(.seconds(Int64(String(decoding: digits, as: UTF8.self)) ?? .max))
    }
    return HTTPDate(value, now: now).map { .seconds(max(0, $0.secondsSince1970 - now.secondsSince1970)) }
  }

  /// A time from none to a century, so that two can be added.
  private static func bounded(_ time: Duration) -> Duration { max(.zero, min(time, .seconds(3_155_760_000))) }
}

extension HTTPException {
  /// Whether the peer's system has refused the connection: at one of its addresses, if there are several.
  var isRefusedConnection: Bool {
    switch self {
    case .system(let failure): failure.operation == "connect" && failure.code == Syscalls.connectionRefused
    case .connectionFailed(let attempts): attempts.contains { $0.error.isRefusedConnection }
    default: false
    }
  }
}
