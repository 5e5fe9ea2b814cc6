// Operations that are repeated instead of waiting, for whoever waits in another way than by blocking a thread: until a socket is ready, or
// until a task gives the next piece of a body.

/// What a polling connection keeps between the tries of an operation.
final class PollingState {
  /// Whether the connection is opened by another thread, because opening blocks.
  let opensElsewhere: Bool
  /// The request that is to be sent again on a new connection.
  var postponed: RepeatableRequest?
  /// Whether a thread that may block is using the connection.
  var isLent = false
  /// Whether a request was given up because it would have opened the connection on a thread that must not block.
  var mustOpen = false
  /// The final head of a response without a body, which came before the request was sent to its end.
  var arrival: (head: ResponseHead, channel: Channel)?

  init(opensElsewhere: Bool) { self.opensElsewhere = opensElsewhere }
}

/// What must happen before an operation is repeated.
package struct PollingNeeds {
  /// How long the wait may take; nil for ever.
  package var time: Duration?
  /// How long it may take if the peer is not what is waited for.
  package let timeForOthers: Duration?
  /// Whether bytes of the peer end it.
  package var reads: Bool
  /// Whether the request has bytes that the peer has not accepted.
  package var sends: Bool
  /// The descriptor of the stream, if it has one.
  package var descriptor: Int32?

  package init(time: Duration?, timeForOthers: Duration? = nil, reads: Bool, sends: Bool, descriptor: Int32?) {
    self.time = time
    self.timeForOthers = timeForOthers
    self.reads = reads
    self.sends = sends
    self.descriptor = descriptor
  }
}

extension HTTPConnection {
  /// Makes the connection's operations throw ``HTTPException/timedOut(_:)`` instead of waiting, until ``stopPolling()``. Such an operation
  /// has changed nothing. Repeat it once ``pollingNeeds`` are met. The connection needs a canceller.
  ///
  /// Opening still blocks. With `opensElsewhere`, a request is to be sent by a thread that may block unless ``isReadyToSend``, and
  /// ``sendPostponed()`` likewise.
  package func startPolling(opensElsewhere: Bool) {
    _ = canceller
    polling = PollingState(opensElsewhere: opensElsewhere)
    control.isPolling = true
    control.hasWaitedTooLong = false
  }

  /// Makes the connection's operations wait again.
  package func stopPolling() {
    polling = nil
    control.isPolling = false
  }

  /// Whether an error means that the operation is to be repeated later.
  package func wouldWait(_ error: HTTPException) -> Bool { control.wouldWait(error) }

  /// Whether it looks as if a request can be sent without opening the connection. Otherwise sending it fails, and ``mustOpen`` says why.
  package var isReadyToSend: Bool {
    guard !hasNewRoute, let channel, !channel.isClosed else { return false }
    // Observers would be told of a request twice.
    if channel.isObserved { return (try? channel.canCarryRequest()) == true }
    return true
  }

  /// Whether a stream is open, for the next request or for a response.
  package var isOpen: Bool { channel?.isClosed == false || givenAway?.isClosed == false }

  /// What the operation that has just thrown waits for; nil if nothing is open.
  package var pollingNeeds: PollingNeeds? {
    guard let channel = givenAway ?? channel ?? polling?.arrival?.channel else { return nil }
    return channel.pollingNeeds
  }

  /// Begins an exchange whose operations may be repeated.
  package func beginPolling() {
    beginWaiting()
    polling?.postponed = nil
    polling?.arrival = nil
    polling?.mustOpen = false
  }

  /// Begins an operation that may be repeated.
  package func beginWaiting() { control.hasWaitedTooLong = false }

  /// Whether the request that has just failed is to be sent by a thread that may block, because it opens the connection.
  package var mustOpen: Bool { polling?.mustOpen == true }

  /// Performs an operation in a thread that may block.
  package func lent(_ operation: (HTTPConnection) throws(HTTPException) -> Void) throws(HTTPException) {
    polling?.isLent = true
    polling?.mustOpen = false
    defer { polling?.isLent = false }
    try operation(self)
  }

  /// Throws if opening would block a thread that must not.
  func refuseToOpen() throws(HTTPException) {
    guard let polling, polling.opensElsewhere, !polling.isLent else { return }
    polling.mustOpen = true
    throw .timedOut(.connecting)
  }

  /// Makes the operation that is repeated next throw the error of a wait that was too long.
  package func endWaiting() { control.hasWaitedTooLong = true }

  /// The deadline of the exchange that is under way.
  package var currentDeadline: ExchangeDeadline? { exchangeDeadline }

  /// Whether the request is to be sent again by ``sendPostponed()``.
  package var hasPostponed: Bool { polling?.postponed != nil }

  /// Sends the request again that the last operation would have opened another connection for.
  package func sendPostponed() throws(HTTPException) {
    guard let request = polling?.postponed else { return }
    polling?.postponed = nil
    try sendAgain(request)
  }

  /// Lets an operation wait, also while the connection is polling.
  func waiting(_ operation: () throws(HTTPException) -> Void) throws(HTTPException) {
    let isPolling = control.isPolling
    control.isPolling = false
    defer { control.isPolling = isPolling }
    try operation()
  }

  /// Takes the head that has come before the request was sent to its end.
  func takeArrival() -> (head: ResponseHead, channel: Channel)? {
    defer { polling?.arrival = nil }
    return polling?.arrival
  }
}

extension ConnectionControl {
  /// Whether an error means that the operation is to be repeated later, because waits take no time.
  func wouldWait(_ error: HTTPException) -> Bool {
    guard isPolling, !hasWaitedTooLong, case .timedOut = error else { return false }
    return true
  }
}

extension Channel {
  /// The time for a wait while waits take none. Throws what a wait would, if there is no time left.
  func noTime(_ phase: TimeoutPhase) throws(HTTPException) -> Duration? {
    if deadline?.hasPassed == true { control.hasWaitedTooLong = true }
    if control.hasWaitedTooLong { throw failed(.timedOut(phase), phase) }
    return .zero
  }

  /// What the operation that has just thrown waits for.
  var pollingNeeds: PollingNeeds {
    let isAwaited = use { $0.exchange.responsePhase != .idle || $0.exchange.framing.leavesHTTP }
    let left = [deadline?.remaining, readingEnd?.remaining].compactMap { $0 }.min()
    return PollingNeeds(
      time: [control.timeout, left].compactMap { $0 }.min(), timeForOthers: left, reads: isAwaited, sends: isSending,
      descriptor: stream.fileDescriptor)
  }
}
