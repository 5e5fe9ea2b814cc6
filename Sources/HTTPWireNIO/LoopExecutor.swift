#if NIO
import HTTPWire
import NIOCore
import NIOPosix
import Synchronization

/// Runs a connection's jobs on an event loop. Once the loop is shut down, a thread runs them: a task that awaits the connection gets its
/// error then, and does not wait for ever for a loop that runs nothing.
final class LoopExecutor: SerialExecutor {
  private struct State {
    var jobs: [UnownedJob] = []
    /// Whether a job is being run. Then whoever runs it sees to the others.
    var isRunning = false
    /// Whether the loop, or a thread, has been told to run the jobs.
    var isScheduled = false
    var isLoopDown = false
  }

  private let loop: any EventLoop
  /// Nil for loops of other kinds, whose clock may be a test's.
  private let turns: LoopTurns?
  private let state = Mutex(State())
  /// A callback that is never called. The loop drops it when it is shut down.
  private let sentinel = Mutex<NIOScheduledCallback?>(nil)

  init(_ loop: any EventLoop) {
    self.loop = loop
    turns = ClientBootstrap(validatingGroup: loop).map { _ in LoopTurns.of(loop) }
    let ticket = Ticket { [weak self] in self?.leaveLoop() }
    // Not a task, whose promise nobody would fulfil if the loop is down already: swift-nio traps that in debug builds.
    let scheduled = try? loop.scheduleCallback(at: .distantFuture, handler: ticket)
    sentinel.withLock { $0 = scheduled }
  }

  deinit { if !isLoopDown { sentinel.withLock { $0?.cancel() } } }

  /// Whether the loop is shut down.
  var isLoopDown: Bool { state.withLock { $0.isLoopDown } }

  func enqueue(_ job: consuming ExecutorJob) { add(UnownedJob(job)) }

  /// Runs a job at the loop's next turn, or after the job that is being run.
  func add(_ job: UnownedJob) {
    let schedules = state.withLock { (state) in
      state.jobs.append(job)
      return Self.schedules(&state)
    }
    if schedules { schedule() }
  }

  /// Runs a job after the loop has looked at its channels.
  func addAfterTurn(_ job: UnownedJob) {
    if let turns { turns.add(job, of: self) } else { Task.detached(priority: TaskPriority(job.priority)) { self.add(job) } }
  }

  /// Runs a job at once if the caller is the loop, and no other job is being run. Otherwise adds it.
  func run(_ job: UnownedJob) {
    // A loop of somebody's own may be run by a task, in which another one must not be.
    let isInTask = unsafe withUnsafeCurrentTask { (task) in unsafe task != nil }
    let mayRun = !isInTask && loop.inEventLoop
    let isFirst = state.withLock { (state) in
      guard mayRun, !state.isRunning, !state.isLoopDown, state.jobs.isEmpty else { return false }
      state.isRunning = true
      return true
    }
    guard isFirst else { return add(job) }
    run(now: job)
    finishRunning()
  }

  /// Whether jobs are waiting that nobody is going to run.
  private static func schedules(_ state: inout State) -> Bool {
    if state.isRunning || state.isScheduled { return false }
    state.isScheduled = !state.jobs.isEmpty
    return state.isScheduled
  }

  /// Runs the jobs that are waiting now. Those that they add come after what the loop was given by others meanwhile.
  private func runJobs() {
    let count = state.withLock { (state) in
      state.isScheduled = false
      if state.isRunning { return 0 }
      state.isRunning = !state.jobs.isEmpty
      return state.jobs.count
    }
    if count == 0 { return }
    for _ in 0..<count {
      guard let job = state.withLock({ $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }) else { break }
      run(now: job)
    }
    finishRunning()
  }

  private func finishRunning() {
    let schedules = state.withLock { (state) in
      state.isRunning = false
      return Self.schedules(&state)
    }
    if schedules { schedule() }
  }

  /// Unsafe: the executor lives as long as this call, and each job is run once, as the runtime asks for it.
  private func run(now job: UnownedJob) { unsafe job.runSynchronously(on: asUnownedSerialExecutor()) }

  private func schedule() { if isLoopDown { runJobsElsewhere() } else { loop.execute { self.runJobs() } } }

  /// Lets threads run the jobs from now on, also those that the loop was given and has not run.
  private func leaveLoop() {
    state.withLock { $0.isLoopDown = true }
    turns?.release(self)
    runJobsElsewhere()
  }

  /// Is dropped by a loop that is shut down, now or before.
  private final class Ticket: NIOScheduledCallbackHandler, Sendable {
    func handleScheduledCallback(eventLoop: some EventLoop) {}
    private let drop: @Sendable () -> Void
    init(_ drop: @escaping @Sendable () -> Void) { self.drop = drop }
    deinit { drop() }
  }

  private func runJobsElsewhere() {
    do throws(HTTPException) {
      try SystemThread { self.runJobs() }.detach()
    } catch {
      // There is no thread left. Not here: the caller may hold a lock that the jobs need.
      Task.detached { self.runJobs() }
    }
  }
}
#endif
