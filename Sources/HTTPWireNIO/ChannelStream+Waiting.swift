#if NIO
import HTTPWire
import NIOCore
import Synchronization

// How the connection waits: a task in the turnstile, on the event loop, or a thread that opens it, blocked.

extension ChannelStream {
  /// Whether the channel still has so much to send that nothing more may be given to it.
  var isBacklogged: Bool { !channel.isWritable && channel.isActive && state.withLock { $0.failure == nil } }

  /// Waits on the event loop. Returns false if the time is over.
  nonisolated(nonsending) func wait(for needs: PollingNeeds) async -> Bool {
    guard let turn = begin(needs) else { return true }
    var timer: Scheduled<Void>?
    if turn.isAwaited, !turnstile.isLoopDown, let time = needs.time {
      timer = channel.eventLoop.scheduleTask(in: TimeAmount(time)) { self.endWait(turn.number) }
    }
    await turnstile.pass()
    timer?.cancel()
    return state.withLock { (state) in
      state.needs = nil
      return !state.wasLate
    }
  }

  /// Begins a wait, and numbers it: a timer that the loop is about to run can't be cancelled any more. If the needs are met, the loop only
  /// gets a turn. Returns nil if the loop has no part in what comes next.
  private func begin(_ wanted: PollingNeeds) -> (number: Int, isAwaited: Bool)? {
    var needs = wanted
    // With input pending, only that is waited for: sending could go on in each turn, and the loop would never receive the input.
    if needs.reads, needs.sends, pendingInput() != .nothing { needs.sends = false }
    let turn = state.withLock { (state) -> (number: Int, isAwaited: Bool)? in
      if state.failure != nil, needs.reads || needs.sends { return nil }
      state.wasLate = false
      state.sentInTurn = 0
      state.wait &+= 1
      let isAwaited = !isMet(needs, state)
      state.needs = isAwaited ? needs : nil
      return (state.wait, isAwaited)
    }
    if turn?.isAwaited == false { turnstile.open() }
    return turn
  }

  /// Ends the wait, or the next one.
  func wake() {
    state.withLock { $0.needs = nil }
    turnstile.open()
    parker.wake()
  }

  /// Ends a wait whose time is over.
  private func endWait(_ number: Int) {
    let isWaiting = state.withLock { (state) in
      guard state.wait == number, state.needs != nil else { return false }
      state.needs = nil
      state.wasLate = true
      return true
    }
    if isWaiting { turnstile.openNow() }
  }

  /// Ends the wait whose needs are met, after something has changed. `now` says that the caller is the channel.
  func endWaitIfMet(now: Bool) {
    let ends = state.withLock { (state) -> Bool in
      guard let needs = state.needs, isMet(needs, state) else { return false }
      state.needs = nil
      return true
    }
    if ends { if now { turnstile.openNow() } else { turnstile.open() } }
    parker.wake()
  }

  private func isMet(_ needs: PollingNeeds, _ state: State) -> Bool {
    if state.failure != nil { return needs.reads || needs.sends }
    if needs.reads, state.receivedCount > 0 || state.isAtEnd { return true }
    // A channel that has ended stays as it was. Whoever sends must hear of its end.
    return needs.sends && (channel.isWritable || !channel.isActive)
  }

  /// Blocks a thread until something has changed. On the event loop, and if there is no time, throws the error.
  func block(until deadline: Deadline, _ timeout: Duration?, _ error: HTTPException) throws(HTTPException) {
    if timeout == .zero || channel.eventLoop.inEventLoop { throw error }
    let remaining = deadline.remainingMilliseconds
    if remaining == 0 || !parker.wait(milliseconds: remaining) { throw error }
  }
}
#endif
