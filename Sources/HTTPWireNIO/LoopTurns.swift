#if NIO
import NIOCore
import Synchronization

/// The jobs of one event loop that go on after the loop has looked at its channels, whatever else it is given meanwhile.
///
/// A loop runs what it is given until nothing is left, and only then looks at its channels. With several bodies being sent, it would
/// always have another piece to send. So all of them have their turn in one run, and the next run comes a moment later, which the loop has
/// for its channels.
final class LoopTurns: Sendable {
  private struct State {
    var waiting: [(executor: LoopExecutor, job: UnownedJob)] = []
    /// Whether a run is to come, or is under way.
    var isScheduled = false
  }

  /// Enough for the loop to find that nothing is due.
  private static let pause = TimeAmount.microseconds(20)

  private static let all = Mutex<[ObjectIdentifier: Entry]>([:])

  private struct Entry {
    weak var turns: LoopTurns?
  }

  private let loop: any EventLoop
  private let state = Mutex(State())

  /// The turns of a loop, which all its connections share.
  static func of(_ loop: any EventLoop) -> LoopTurns {
    all.withLock { (all) in
      if let turns = all[ObjectIdentifier(loop)]?.turns { return turns }
      all = all.filter { $0.value.turns != nil }
      let turns = LoopTurns(loop)
      all[ObjectIdentifier(loop)] = Entry(turns: turns)
      return turns
    }
  }

  private init(_ loop: any EventLoop) { self.loop = loop }

  /// Lets an executor run a job in its turn.
  func add(_ job: UnownedJob, of executor: LoopExecutor) {
    let schedules = state.withLock { (state) in
      state.waiting.append((executor, job))
      defer { state.isScheduled = true }
      return !state.isScheduled
    }
    if executor.isLoopDown { return release(executor) }
    if schedules { loop.execute { self.schedule() } }
  }

  /// Gives the jobs of an executor back to it: its loop is shut down.
  func release(_ executor: LoopExecutor) {
    let released = state.withLock { (state) in
      defer { state.waiting.removeAll { $0.executor === executor } }
      return state.waiting.filter { $0.executor === executor }
    }
    for (executor, job) in released { executor.add(job) }
  }

  private func schedule() { loop.scheduleTask(in: Self.pause) { self.run() } }

  private func run() {
    let jobs = state.withLock { (state) in
      defer { state.waiting = [] }
      return state.waiting
    }
    for (executor, job) in jobs { executor.run(job) }
    let schedules = state.withLock { (state) in
      state.isScheduled = !state.waiting.isEmpty
      return state.isScheduled
    }
    if schedules { schedule() }
  }
}
#endif
