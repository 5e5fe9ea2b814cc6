import HTTPWire
import Testing

@testable import HTTPWireSession

/// What the policy answers to one attempt.
struct RetryPolicyTests {
  private static let now = HTTPDate(secondsSince1970: 784_111_777)

  private static func decide(
    _ policy: RetryPolicy, _ outcome: RetryPolicy.Outcome, attempt: Int = 1, elapsed: Duration = .zero
  ) -> Duration? {
    policy.decide(after: outcome, attempt: attempt, elapsed: elapsed, now: now)
  }

  private static func busy(_ retryAfter: String? = nil, status: Int = 503) -> RetryPolicy.Outcome {
    .response(status: status, headers: retryAfter.map { ["Retry-After": $0] } ?? [:])
  }

  @Test func `a status is a reason if the policy names it`() {
    let usual: Set = [408, 429, 500, 502, 503, 504, 522, 524]
    for status in [200, 204, 301, 304, 400, 401, 403, 404, 425, 501, 505, 523, 599] + Array(usual) {
      #expect((Self.decide(RetryPolicy(), Self.busy(status: status)) != nil) == usual.contains(status), "\(status)")
      var policy = RetryPolicy()
      policy.statuses = [status]
      #expect(Self.decide(policy, Self.busy(status: status)) != nil)
      policy.statuses = []
      policy.retriesAllErrors = true
      #expect(Self.decide(policy, Self.busy(status: status)) == nil)
    }
  }

  /// Which setting makes an error a reason.
  enum Needed: Sendable { case nothing, refused, all, never }

  private static let refused = HTTPException.system(SystemFailure(operation: "connect", code: Syscalls.connectionRefused, message: "no"))
  private static let unreachable = HTTPException.system(SystemFailure(operation: "connect", code: 0, message: "unreachable"))

  @Test func `an error is a reason by its kind`() throws {
    let url = try HTTPURL("http://a/")
    let unreachable = ConnectionAttempt(address: "a", error: Self.unreachable)
    let errors: [(HTTPException, Needed)] = [
      (.timedOut(.connecting), .nothing), (.timedOut(.lookingUp), .nothing), (.timedOut(.handshaking), .nothing),
      (.timedOut(.waitingForResponse), .nothing), (.timedOut(.readingBody), .nothing),
      (.nameResolution(ResolutionFailure(host: "a", code: 0, message: "")), .nothing), (Self.refused, .refused),
      (.connectionFailed([unreachable, ConnectionAttempt(address: "b", error: Self.refused)]), .refused),
      (.connectionFailed([unreachable]), .all), (Self.unreachable, .all),
      (.system(SystemFailure(operation: "recv", code: Syscalls.connectionRefused, message: "")), .all),
      (.remoteDisconnected, .all), (.incompleteRead(partial: [], expected: 1), .all), (.badStatusLine("x"), .all),
      (.unexpectedTunnelData, .all),
      (.limitExceeded(what: "x", limit: 1), .all), (.custom(UnexpectedStatus(status: 404, reason: "", url: url)), .all),
      (.custom(CancellationError()), .never), (.cancelled, .never), (.deadlineExceeded(.readingBody, after: .seconds(1)), .never),
      (.invalidURL("x"), .never), (.invalidArgument("x"), .never), (.bodySource("x"), .never), (.closed, .never),
    ]
    for (error, needed) in errors {
      for (all, refused) in [(false, false), (false, true), (true, false), (true, true)] {
        var policy = RetryPolicy()
        (policy.retriesAllErrors, policy.retriesRefusedConnections) = (all, refused)
        let wanted =
          switch needed {
          case .nothing: true
          case .refused: all || refused
          case .all: all
          case .never: false
          }
        #expect((Self.decide(policy, .failure(error)) != nil) == wanted, "\(error)")
      }
    }
  }

  @Test func `the pauses double up to the longest one, or are the caller's`() {
    let policy = RetryPolicy(limit: .max)
    let pauses = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600].map { Duration.seconds($0) }
    #expect((1...12).map { Self.decide(policy, Self.busy(), attempt: $0) } == pauses)
    #expect(Self.decide(policy, Self.busy(), attempt: .max) == .seconds(600))
    for delay in [Duration.zero, .milliseconds(5), .seconds(7), .seconds(7000)] {
      let fixed = RetryPolicy(limit: 10, delay: delay)
      for attempt in [1, 2, 10] { #expect(Self.decide(fixed, Self.busy(), attempt: attempt) == delay) }
    }
    #expect(Self.decide(RetryPolicy(delay: .seconds(-1)), Self.busy()) == .zero)
  }

  @Test(
    arguments: [
      (0, 1, false), (1, 1, true), (1, 2, false), (3, 3, true), (3, 4, false), (-1, 1, false), (.max, .max, true), (3, 0, false),
    ])
  func `a request is sent again as often as the limit says`(limit: Int, attempt: Int, isRepeated: Bool) {
    #expect((Self.decide(RetryPolicy(limit: limit, delay: .zero), Self.busy(), attempt: attempt) != nil) == isRepeated)
  }

  /// Values of Retry-After, and the pause of a policy whose own is 2 s.
  static let retryAfters: [(value: String, pause: Int?)] = [
    ("5", 5), ("0", 2), ("1", 2), ("600", 600), (" 7\t", 7), ("007", 7), ("601", nil), ("99999999999999999999999999", nil),
    ("Sun, 06 Nov 1994 08:49:47 GMT", 10), ("Sunday, 06-Nov-94 08:49:47 GMT", 10), ("Sun Nov  6 08:49:47 1994", 10),
    ("Sun, 06 Nov 1994 08:49:37 GMT", 2), ("Sun, 06 Nov 1974 08:49:37 GMT", 2), ("Sun, 06 Nov 1994 08:59:37 GMT", 600),
    ("Sun, 06 Nov 1994 08:59:38 GMT", nil), ("Fri, 31 Dec 9999 23:59:59 GMT", nil),
    ("", 2), ("soon", 2), ("-5", 2), ("+5", 2), ("5s", 2), ("5.5", 2), ("5, 6", 2),
  ]

  @Test(arguments: retryAfters) func `a Retry-After makes the pause longer, in seconds and as a date`(value: String, pause: Int?) {
    #expect(Self.decide(RetryPolicy(delay: .seconds(2)), Self.busy(value)) == pause.map { .seconds($0) })
  }

  @Test func `no attempt begins beyond the time limit`() {
    let policy = RetryPolicy(delay: .seconds(2), timeLimit: .seconds(10))
    #expect(Self.decide(policy, Self.busy(), elapsed: .seconds(8)) == .seconds(2))
    #expect(Self.decide(policy, Self.busy(), elapsed: .milliseconds(8001)) == nil)
    #expect(Self.decide(policy, Self.busy("9"), elapsed: .seconds(2)) == nil)
    #expect(Self.decide(policy, Self.busy("8"), elapsed: .seconds(2)) == .seconds(8))
    let huge = Duration.seconds(Int64.max)
    #expect(Self.decide(RetryPolicy(delay: huge, timeLimit: .seconds(1)), Self.busy(), elapsed: huge) == nil)
  }

  @Test(arguments: ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "POST", "PATCH", "CONNECT", "get", "X"])
  func `only idempotent methods are sent again, unless any is, and no body that is gone`(method: String) {
    let isIdempotent = ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"].contains(method)
    var policy = RetryPolicy()
    #expect(policy.allows(method) == isIdempotent)
    #expect(!policy.allows(method, isReplayable: false))
    policy.retriesAnyMethod = true
    #expect(policy.allows(method))
    #expect(!policy.allows(method, isReplayable: false))
  }
}
