import HTTPWireCore
import HTTPWireSession
import HTTPWireSupport

/// Fetches one URL, with retries.
struct Transfer {
  let plan: TransferPlan
  let number: Int
  let settings: Settings
  let session: HTTPSession
  let watch: TransferWatch
  let console: Console

  /// Fetches, and returns what is known about it, with the complaint of the last attempt if it failed.
  func run() -> TransferFacts {
    let start = Syscalls.monotonicTime()
    var attempt = 0
    var resume: Int?
    while true {
      var facts = TransferFacts(plan, number: number)
      facts.retries = attempt
      watch.begin(facts)
      var failure: (any Error)?
      var output: FinishedOutput?
      do {
        // What an attempt has appended is no part of the file for the next one.
        if attempt == 0 { resume = try resumePosition() } else if let resume { try cutOutput(to: resume) }
        output = try fetch(resume, until: Deadline(after: settings.connection.timeLimit))
      } catch {
        failure = error
        fail(error)
      }
      attempt += 1
      if plan.body.isRepeatable, let outcome = outcome(failure),
        let wait = retries.decide(after: outcome, attempt: attempt, elapsed: Syscalls.monotonicTime() - start, now: Self.now)
      {
        output?.discard()
        watch.end()
        warn(wait, left: settings.retries.limit - attempt)
        Syscalls.sleep(wait)
        continue
      }
      do { try output?.finish() } catch { fail(error) }
      watch.end()
      return watch.facts
    }
  }

  private func fail(_ error: any Error) {
    if case HTTPException.redirect(let failure) = error { watch.facts.redirections = failure.history.count }
    watch.facts.complaint = Explanation(settings, watch).complaint(error)
  }

  /// The output of an attempt, which gets its name once no other attempt follows.
  private struct FinishedOutput {
    let output: Output
    let headers: HTTPMessage
    /// A complaint that comes behind the output.
    let gate: ResponseGate
    let stream: StreamedResponse

    func finish() throws(Complaint) {
      try output.finish(headers, time: headers["Last-Modified"].flatMap { HTTPDate($0) }?.secondsSince1970)
      try gate.judge(stream)
    }

    func discard() { output.discard() }
  }

  private static var now: HTTPDate { HTTPDate(secondsSince1970: Syscalls.wallClockMilliseconds() / 1000) }

  /// When to try again. As for curl, the method does not matter.
  private var retries: RetryPolicy {
    let given = settings.retries
    var policy = RetryPolicy(limit: given.limit, delay: given.delay, timeLimit: given.timeLimit)
    policy.retriesAllErrors = given.isForAllErrors
    policy.retriesRefusedConnections = given.isForRefusedConnections
    if given.isForAllErrors, settings.output.failure != .none { policy.statuses.formUnion(400..<600) }
    return policy
  }

  /// What came of an attempt, for the decision about another; nil for what is never tried again.
  private func outcome(_ failure: (any Error)?) -> RetryPolicy.Outcome? {
    if watch.facts.complaint?.status == .timeout { return .failure(.timedOut(.readingBody)) }
    if let failure = failure as? HTTPException { return .failure(failure) }
    guard watch.facts.complaint.map({ $0.status == .httpStatus || $0.status == .rangeError }) ?? true, let head = watch.facts.head else {
      return nil
    }
    return .response(status: head.status, headers: head.headers)
  }

  private func warn(_ wait: Duration, left: Int) {
    if settings.output.isSilent { return }
    let reason = watch.facts.complaint?.text ?? "the server answered \(watch.facts.head?.status ?? 0)"
    console.line("httpwire: \(reason); trying again in \(Timing.text(wait)), \(left) retries left")
  }

  // MARK: One attempt

  /// Fetches once. Returns the output that is to be finished; nil if there is nothing to be done.
  private func fetch(_ resume: Int?, until deadline: Deadline) throws -> FinishedOutput? {
    if settings.output.showsEvents {
      try EventPrinter.run(session.events(plan.url, headers: plan.fields))
      return nil
    }
    let output = Output(try OutputPlan(plan, settings.output), settings.output, resume: resume)
    let heads = try HeadPrinter(settings, output)
    watch.onHead = { heads.take($0) }
    defer { watch.onHead = nil }
    do {
      if settings.connection.repetitions > 1 { try repeatRequest(until: deadline) }
      let stream = try session.open(request(resume, until: deadline))
      watch.facts.redirections = stream.history.count
      watch.facts.url = stream.url
      if let place = stream.headers["Location"], let next = try? stream.url.resolving(place) { watch.facts.redirectURL = "\(next)" }
      try heads.check()
      let isChanged = try receive(stream, output, heads, resume, until: deadline)
      watch.facts.fileName = output.fileName
      let finished = FinishedOutput(output: output, headers: stream.headers, gate: ResponseGate(settings, plan, resume), stream: stream)
      if isChanged { return finished }
      output.discard()
      return nil
    } catch {
      watch.facts.fileName = output.fileName
      output.discard()
      throw error
    }
  }

  /// Where the file is continued; nil if it is not.
  private func resumePosition() throws(Complaint) -> Int? {
    guard let resume = settings.request.resume else { return nil }
    if case .at(let position) = resume { return position }
    guard case .file(let path) = try OutputPlan(plan, settings.output).place else { return 0 }
    return (try? Syscalls.status(of: path)).flatMap { $0 }.map { Int(clamping: $0.size) } ?? 0
  }

  /// Removes what an attempt has put behind the bytes that were there.
  private func cutOutput(to position: Int) throws(Complaint) {
    guard position > 0, case .file(let path) = try OutputPlan(plan, settings.output).place else { return }
    do throws(HTTPException) {
      // With -C and a number there may be none yet.
      if try Syscalls.status(of: path) == nil { return }
      let descriptor = try Syscalls.openForWriting(path)
      defer { Syscalls.release(descriptor) }
      if try Syscalls.status(of: descriptor).isRegular { try Syscalls.cutFile(descriptor, to: position) }
    } catch {
      throw Complaint(writing: path, error)
    }
  }

  private func request(_ resume: Int?, until deadline: Deadline) throws -> HTTPSession.Request {
    let body = try plan.body.body()
    var request = HTTPSession.Request(plan.method, plan.url, headers: plan.fields(continuingAt: resume), body: body?.content)
    if let length = body?.length, !plan.leftOut.contains("content-length"), !request.headers.contains("Transfer-Encoding"),
      !request.headers.contains("Content-Length")
    {
      request.headers.add("Content-Length", length)
    }
    if let given = request.headers["Content-Type"], given.lowercased().hasPrefix("multipart/"), !given.lowercased().hasText("boundary="),
      let own = body?.content.contentType, let mark = own.firstIndex(of: ";")
    {
      // Without the boundary, nobody could read the body.
      request.headers.set("Content-Type", given + own[mark...])
    }
    // As a field of the request they are for its own server, and not for whatever else the command line or a server names.
    if let value = plan.credentials?.authorization, !request.headers.contains("Authorization"), !plan.leftOut.contains("authorization") {
      // Where curl has it.
      var headers: HTTPMessage = ["Authorization": value]
      headers.merge(request.headers)
      request.headers = headers
    }
    request.omittedFields = plan.leftOut
    request.joinsCookies = true
    if let left = deadline.remaining { request.deadline = .now + left }
    if let body, asksFirst(body.length) {
      request.expectContinue = .wait(upTo: settings.connection.continueTimeout, repeatingRefused: plan.body.isRepeatable)
    }
    return request
  }

  /// Whether the server is asked before the body is sent: if it is large, or nobody knows how large.
  private func asksFirst(_ length: Int?) -> Bool {
    if settings.request.isHTTP10 || plan.leftOut.contains("expect") || plan.fields.contains("Expect") { return false }
    if case .form = plan.body { return false }
    return length.map { $0 > 1 << 20 } ?? true
  }

  /// Reads the body. Returns whether there is something new: what has not changed since the time of -z leaves the file as it is.
  private func receive(
    _ stream: StreamedResponse, _ output: Output, _ heads: HeadPrinter, _ resume: Int?, until deadline: Deadline
  ) throws -> Bool {
    defer { stream.close() }
    let gate = ResponseGate(settings, plan, resume)
    let wantsBody = try gate.admits(stream)
    watch.beginBody(length: stream.response.remainingLength)
    if wantsBody {
      var reader = try BodyReader(stream, settings, until: deadline)
      try reader.read { try output.writeBody($0, stream.headers) }
      if stream.status == 101, !settings.request.isHead { try readSwitched(stream, output, until: deadline) }
    }
    if let trailers = stream.response.trailers, !trailers.isEmpty { try heads.take(trailers, of: stream.headers) }
    return settings.request.isHead || plan.condition == nil || (wantsBody && stream.status != 304)
  }

  /// Prints what follows 101 (Switching Protocols) to the end of the stream, in whatever protocol, as curl does.
  private func readSwitched(_ stream: StreamedResponse, _ output: Output, until deadline: Deadline) throws {
    guard let bytes = watch.connection?.stream else { return }
    while true {
      var block: [UInt8] = []
      // The connection's deadline is for HTTP.
      let left = deadline.remaining
      if left == .zero { throw HTTPException.timedOut(.reading) }
      try block.append(addingCapacity: 65_536) { (free) throws(HTTPException) in try bytes.read(into: &free, timeout: left) }
      if block.isEmpty { return }
      watch.facts.receivedBodyBytes += block.count
      try output.writeBody(block, stream.headers)
    }
  }

  /// Sends the request all but once over a connection of the session, which the last one then uses (`--repeat`).
  private func repeatRequest(until deadline: Deadline) throws {
    guard plan.body.isRepeatable else { throw Complaint(.badUsage, "--repeat can't send standard input more than once") }
    let request = try request(nil, until: deadline)
    if session.cookies != nil || !session.configuration.credentials.isEmpty || settings.redirects.isFollowing {
      for _ in 1..<settings.connection.repetitions { try session.open(request).forEachChunk { _ in } }
      return
    }
    var fields = request.headers
    if let type = request.body?.contentType, !fields.contains("Content-Type") { fields.add("Content-Type", type) }
    try session.connection(for: plan.url) { connection in
      let observers = connection.observers
      connection.observers = settings.output.isVerbose ? observers : []
      connection.deadline = request.deadline
      defer { connection.observers = observers }
      for _ in 1..<settings.connection.repetitions {
        try connection.request(plan.method, plan.url.target, body: request.body, headers: fields, encodeChunked: true)
        try connection.getResponse().forEachChunk { _ in }
      }
    }
  }
}
