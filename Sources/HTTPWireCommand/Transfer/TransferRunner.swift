import HTTPWireSession
import HTTPWireSupport
import Synchronization

/// Fetches all URLs of a command line: one after the other, or in threads (`-Z`).
final class TransferRunner: Sendable {
  private let settings: Settings
  private let plans: [Result<TransferPlan, Complaint>]
  private let console: Console
  /// The format of `-w`.
  private let format: WriteOut?
  private let shared = Mutex(Shared())

  /// What the threads share.
  private struct Shared {
    var next = 0
    var status = CommandStatus.success
    var isEnded = false
    var jar: CookieJar?
    var recorders: [Recorders] = []
  }

  /// Checks the command line. Throws `badUsage`, `badURL`, `unsupportedScheme` and `readingInput`.
  init(_ settings: Settings, _ console: Console) throws(Complaint) {
    if settings.urls.isEmpty { throw Complaint(.badUsage, "a URL is missing; see httpwire --help") }
    try SettingsCheck(settings).run()
    var plans: [Result<TransferPlan, Complaint>] = []
    for number in settings.urls.indices { plans.append(try Self.plan(settings, number)) }
    console.hide(try ProxyPlan(settings.proxy).secrets)
    format = try settings.output.writeOut.map { (format) throws(Complaint) in try WriteOut(format) }
    if let path = settings.output.traceFile { _ = try SharedFile.writer(path) }
    self.settings = settings
    self.plans = plans
    self.console = console
  }

  /// Plans a URL. One that is wrong is a failure of its own, unless it is the only one or the flags are wrong.
  private static func plan(_ settings: Settings, _ number: Int) throws(Complaint) -> Result<TransferPlan, Complaint> {
    do throws(Complaint) {
      return .success(try TransferPlan(settings, number: number))
    } catch {
      if error.status == .badUsage || settings.urls.count == 1 { throw error }
      return .failure(error)
    }
  }

  /// The same as a Swift program (`--steps`).
  var steps: String { StepsProgram(settings: settings, plans: sound).text }

  /// The plans of the URLs that are right.
  private var sound: [TransferPlan] { plans.compactMap { try? $0.get() } }

  /// Fetches all. Returns the status of the last one, as curl does; with `-Z`, that of the last failure.
  func run() throws(Complaint) -> CommandStatus {
    let workers = settings.connection.isParallel ? min(plans.count, settings.connection.mostParallel) : 1
    if workers == 1 {
      try work()
    } else {
      try workInThreads(workers)
    }
    try finish()
    return shared.withLock { $0.status }
  }

  private func workInThreads(_ count: Int) throws(Complaint) {
    let failure = Mutex<Complaint?>(nil)
    var threads: [SystemThread] = []
    do throws(HTTPException) {
      for _ in 0..<count {
        threads.append(
          try SystemThread { [self] in
            do throws(Complaint) { try work() } catch { failure.withLock { $0 = error } }
          })
      }
    } catch {
      // Those that could be started do all the work.
      if threads.isEmpty { throw Complaint(error) }
    }
    for thread in threads { thread.join() }
    if let complaint = failure.withLock({ $0 }) { throw complaint }
  }

  /// Fetches URLs until none is left, over a session of its own.
  private func work() throws(Complaint) {
    let recorders = Recorders(settings.output)
    let sound = sound
    guard let first = sound.first else { return reportUnsound() }
    let watch = TransferWatch(TransferFacts(first, number: 0), narrator: narrator, progress: progress, rate: settings.connection.rateLimit)
    let session = try SessionSetup(settings: settings, plans: sound, console: console).session(watch, recorders)
    while let number = takeNext() {
      switch plans[number] {
      case .failure(let complaint): note(complaint)
      case .success(let plan):
        let transfer = Transfer(plan: plan, number: number, settings: settings, session: session, watch: watch, console: console)
        do throws(Complaint) {
          try report(transfer.run())
        } catch {
          // Nobody takes the reports: there is no use in going on.
          note(error)
          shared.withLock { $0.isEnded = true }
        }
      }
    }
    session.closeConnections()
    shared.withLock { shared in
      shared.recorders.append(recorders)
      guard let cookies = session.cookies else { return }
      var jar = shared.jar ?? CookieJar()
      jar.load(netscape: cookies.netscape())
      shared.jar = jar
    }
  }

  private func takeNext() -> Int? {
    shared.withLock { shared in
      if shared.isEnded || shared.next == plans.count { return nil }
      defer { shared.next += 1 }
      return shared.next
    }
  }

  /// Reports a transfer that has ended.
  private func report(_ facts: TransferFacts) throws(Complaint) {
    let output = settings.output
    note(facts.complaint)
    if output.showsTiming { for line in Timing(facts).lines { console.line(line) } }
    if let format { try format.print(facts, console) }
    if output.isJSON { try StandardOutput.write(JSONReport(facts).text + "\n") }
  }

  /// Notes how a URL has ended, and shows why it failed.
  private func note(_ complaint: Complaint?) {
    let output = settings.output
    if let complaint, !output.isSilent || output.showsErrors { console.line("httpwire: " + complaint.text) }
    shared.withLock { shared in
      // Of transfers at the same time, none is the last.
      if let complaint { shared.status = complaint.status } else if !settings.connection.isParallel { shared.status = .success }
      if complaint != nil, output.failsEarly { shared.isEnded = true }
    }
  }

  private func reportUnsound() {
    while let number = takeNext() { if case .failure(let complaint) = plans[number] { note(complaint) } }
  }

  /// Writes a jar as the files of `-o` are written: links are followed, and rights stay. A new file is its owner's alone.
  private func write(_ jar: CookieJar, to path: String) throws(Complaint) {
    if path == "-" { return try StandardOutput.write(jar.netscape()) }
    var options = OutputFile.Options()
    options.permissions = 0o600
    let file = try OutputFile(path, options)
    try file.write(jar.netscape())
    try file.commit()
  }

  /// Writes the files that are about all URLs.
  private func finish() throws(Complaint) {
    let (jar, recorders) = shared.withLock { ($0.jar, $0.recorders) }
    if let path = settings.request.cookieJar, let jar {
      // As with curl, that is no failure of the transfer.
      do throws(Complaint) { try write(jar, to: path) } catch {
        if !settings.output.isSilent { console.line("httpwire: the cookies can't be written: \(error.text)") }
      }
    }
    if let complaint = SharedFile.failure { throw complaint }
    try Recorders.writeArchive(recorders, settings.output)
  }

  private var narrator: Narrator? {
    settings.output.isVerbose
      ? Narrator(console: console, isInsecure: settings.tls.isInsecure, isProxyInsecure: settings.proxy.tls.isInsecure) : nil
  }

  /// As with curl, a body on the terminal replaces the progress line.
  private var progress: Progress? {
    let output = settings.output
    let isShown = !output.destinations.isEmpty || !Syscalls.isTerminal(Syscalls.standardOutput)
    guard console.isTerminal, isShown, output.showsMeter, !output.isSilent, !settings.connection.isParallel else { return nil }
    return Progress(console)
  }
}
