/// Attempts to connect to the addresses of one target. They start one after the other and then run at the same time; the first that
/// succeeds wins (RFC 8305 section 5).
///
/// One thread runs them all. If there is one address and nothing but the system limits the wait, the socket stays in blocking mode, and no
/// `poll` is needed.
struct ConnectionRace {
  /// A socket on its way to an address.
  private struct Attempt {
    /// The address's place in the order.
    let place: Int
    let descriptor: Int32
    /// What lets the canceller end the wait for this socket.
    let waker: SocketWaker?
  }

  private let addresses: [SocketAddress]
  private let target: ConnectionTarget
  private let dialer: TCPDialer
  private let deadline: Deadline
  /// The earlier of the deadline and the end of the target's timeout.
  private let end: Deadline
  /// Whether an attempt is waited for by `poll`. What wakes a waiting `connect` differs between systems, so it is with a canceller.
  private let waitsHere: Bool
  private var running: [Attempt] = []
  /// What each address said, by its place; nil if it has not answered.
  private var failures: [HTTPException?]
  /// How many addresses have been tried.
  private var tried = 0
  /// When the next address is due, if no attempt fails before.
  private var nextIsDue = Deadline(after: .zero)

  init(to addresses: [SocketAddress], of target: ConnectionTarget, dialer: TCPDialer, until deadline: Deadline) {
    self.addresses = Resolver.interleaved(addresses)
    self.target = target
    self.dialer = dialer
    self.deadline = deadline
    end = deadline.earlier(after: target.timeout)
    waitsHere = addresses.count > 1 || end.remaining != nil || target.canceller != nil
    failures = Array(repeating: nil, count: addresses.count)
  }

  /// Connects. All sockets but the winner's are closed when it returns or throws.
  ///
  /// Throws as ``TCPDialer/connect(to:)`` does.
  mutating func run() throws(HTTPException) -> SocketStream {
    defer { abandonAll() }
    while true {
      // Also when the time is over, what has come until then counts, and the first address is tried.
      let mayStart = tried == 0 || tried < addresses.count && !end.hasPassed
      if mayStart, running.isEmpty || nextIsDue.hasPassed {
        if let winner = try startNext() { return winner }
      } else if running.isEmpty {
        throw failed()
      } else if let winner = try awaitAnswers() {
        return winner
      }
    }
  }

  // MARK: - Steps

  /// Starts the attempt for the next address. Returns its stream if it succeeds at once.
  private mutating func startNext() throws(HTTPException) -> SocketStream? {
    let place = tried
    tried += 1
    nextIsDue = Deadline(after: max(.milliseconds(10), dialer.attemptDelay))
    target.report(.connectBegan(address: addresses[place].text))
    do throws(HTTPException) {
      let attempt = try prepared(place)
      running.append(attempt)
      // A cancel has ended the socket, or else it ends the wait for it.
      if target.canceller?.isCancelled == true { throw HTTPException.cancelled }
      switch try Syscalls.beginConnecting(attempt.descriptor, to: addresses[place]) {
      case .done: return try connected(attempt)
      case .wouldBlock: throw HTTPException.timedOut(.connecting)
      case .underway: return nil
      }
    } catch {
      try note(error, of: place)
      return nil
    }
  }

  /// Waits until an attempt has ended, the next address is due, or the time is over. Returns the stream of one that has succeeded.
  private mutating func awaitAnswers() throws(HTTPException) -> SocketStream? {
    let wake = tried < addresses.count ? end.earlier(after: nextIsDue.remaining) : end
    let ready = try Syscalls.waitUntilWritable(running.map(\.descriptor), until: wake)
    if target.canceller?.isCancelled == true { throw .cancelled }
    if ready.isEmpty, end.hasPassed { throw failed() }
    for attempt in running where ready.contains(attempt.descriptor) {
      do throws(HTTPException) {
        try Syscalls.finishConnecting(attempt.descriptor, to: addresses[attempt.place])
        return try connected(attempt)
      } catch {
        try note(error, of: attempt.place)
      }
    }
    return nil
  }

  /// A socket for an address, with all that has to be set before it connects.
  private func prepared(_ place: Int) throws(HTTPException) -> Attempt {
    let address = addresses[place]
    let descriptor = try Syscalls.openSocket(family: address.family, isBlocking: !waitsHere)
    return try Syscalls.closing(descriptor) { () throws(HTTPException) in
      if let source = target.sourceAddress {
        // Otherwise the second attempt could not have the port of the first.
        if source.port != 0, addresses.count > 1 { try Syscalls.sharePort(descriptor) }
        try source.bind(descriptor, family: address.family, until: end, target.canceller)
      }
      guard let canceller = target.canceller else { return Attempt(place: place, descriptor: descriptor, waker: nil) }
      let waker = SocketWaker(descriptor)
      canceller.watchOpening(waker)
      return Attempt(place: place, descriptor: descriptor, waker: waker)
    }
  }

  // MARK: - Ends

  /// The stream of an attempt that has succeeded. The socket is no longer the race's.
  private mutating func connected(_ attempt: Attempt) throws(HTTPException) -> SocketStream {
    if waitsHere { try Syscalls.endNonBlocking(attempt.descriptor) }
    try Syscalls.setNoDelay(attempt.descriptor)
    if let keepAlive = dialer.keepAlive { try Syscalls.keepAlive(attempt.descriptor, keepAlive) }
    running.removeAll { $0.place == attempt.place }
    release(attempt)
    let stream = SocketStream(connected: attempt.descriptor, to: addresses[attempt.place])
    target.report(.connected(address: addresses[attempt.place].text, from: stream.localAddress))
    return stream
  }

  /// Notes that an address can't be connected to. The next one is due at once.
  ///
  /// Throws `cancelled` if that is why, and `invalidArgument`, which no other address can change.
  private mutating func note(_ failure: HTTPException, of place: Int) throws(HTTPException) {
    failures[place] = failure
    target.report(.connectFailed(address: addresses[place].text, failure))
    if target.canceller?.isCancelled == true { throw .cancelled }
    if case .invalidArgument = failure { throw failure }
    for attempt in running where attempt.place == place { abandon(attempt) }
    running.removeAll { $0.place == place }
    nextIsDue = Deadline(after: .zero)
  }

  private mutating func abandonAll() {
    for attempt in running { abandon(attempt) }
    running = []
  }

  private func abandon(_ attempt: Attempt) {
    release(attempt)
    Syscalls.release(attempt.descriptor)
  }

  /// Makes the canceller leave a socket alone.
  private func release(_ attempt: Attempt) {
    guard let waker = attempt.waker else { return }
    target.canceller?.forget(waker)
    waker.forget()
  }

  /// The error if all addresses have failed or the time is over. An address without an answer has timed out.
  private func failed() -> HTTPException {
    let errors = failures.map { $0 ?? .timedOut(.connecting) }
    if deadline.hasPassed || errors.allSatisfy({ $0 == .timedOut(.connecting) }) { return .timedOut(.connecting) }
    if errors.count == 1 { return errors[0] }
    return .connectionFailed(zip(addresses, errors).map { ConnectionAttempt(address: $0.text, error: $1) })
  }
}
