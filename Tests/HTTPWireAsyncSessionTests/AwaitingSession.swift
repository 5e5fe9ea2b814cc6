import HTTPWire
import HTTPWireAsyncSession
import HTTPWireSession
import Synchronization

// The tests of HTTPWireSession also run over an AsyncHTTPSession: Shared has links to them, and here are the names that they use, for
// things that await.

/// Runs what is awaited in a thread of its own, and waits for it. So a test may block though it runs in a thread of the pool, if what it
/// awaits needs none of those. `Task.sleep` and bodies that are awaited do, so these have tests of their own.
func waiting<Result: Sendable>(_ body: @escaping @Sendable () async throws(HTTPException) -> Result) throws(HTTPException) -> Result {
  let executor = OneThreadExecutor()
  let done = Mutex<Swift.Result<Result, HTTPException>?>(nil)
  Task(executorPreference: executor) {
    do throws(HTTPException) {
      let result = try await body()
      done.withLock { $0 = .success(result) }
    } catch {
      done.withLock { $0 = .failure(error) }
    }
    executor.end()
  }
  try executor.run()
  guard let result = done.withLock({ $0 }) else { throw .closed }
  return try result.get()
}

/// Runs jobs in one thread until it is told to end.
final class OneThreadExecutor: TaskExecutor {
  private let jobs = Mutex<(list: [UnownedJob], isOver: Bool)>(([], false))
  private let parker = Parker()

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.list.append(job) }
    parker.wake()
  }

  func end() {
    jobs.withLock { $0.isOver = true }
    parker.wake()
  }

  func run() throws(HTTPException) { try SystemThread { self.runJobs() }.join() }

  private func runJobs() {
    while true {
      let (job, isOver) = jobs.withLock { ($0.list.isEmpty ? nil : $0.list.removeFirst(), $0.isOver) }
      if let job {
        job.runSynchronously(on: asUnownedTaskExecutor())
      } else if isOver {
        return
      } else {
        parker.wait(milliseconds: -1)
      }
    }
  }
}

typealias RequestBody = AsyncRequestBody

/// An ``AsyncHTTPSession`` with the calls of a blocking one.
final class HTTPSession: Sendable {
  typealias Configuration = HTTPWireSession.HTTPSession.Configuration
  typealias Response = HTTPWireSession.HTTPSession.Response
  typealias Request = AsyncHTTPSession.Request

  let session: AsyncHTTPSession

  init(_ configuration: Configuration = Configuration()) { session = AsyncHTTPSession(configuration) }

  var cookies: CookieJar? { session.cookies }
  var keptConnections: Int { session.keptConnections }

  func withCookies<Result: Sendable>(_ body: (inout CookieJar?) -> Result) -> Result { session.withCookies(body) }
  func closeConnections() { try? waiting { [session] () throws(HTTPException) in await session.closeConnections() } }

  func send(_ request: Request) throws(HTTPException) -> Response {
    try waiting { [session] () throws(HTTPException) in try await session.send(request) }
  }

  func open(_ request: Request) throws(HTTPException) -> StreamedResponse {
    StreamedResponse(try waiting { [session] () throws(HTTPException) in try await session.open(request) })
  }

  func get(
    _ url: String, headers: HTTPMessage = [:], deadline: ContinuousClock.Instant? = nil
  ) throws(HTTPException) -> Response {
    try waiting { [session] () throws(HTTPException) in try await session.get(url, headers: headers, deadline: deadline) }
  }

  func head(_ url: String) throws(HTTPException) -> Response {
    try waiting { [session] () throws(HTTPException) in try await session.head(url) }
  }

  func post(_ url: String, body: AsyncRequestBody? = nil, headers: HTTPMessage = [:]) throws(HTTPException) -> Response {
    try waiting { [session] () throws(HTTPException) in try await session.post(url, body: body, headers: headers) }
  }

  func put(_ url: String, body: AsyncRequestBody? = nil) throws(HTTPException) -> Response {
    try waiting { [session] () throws(HTTPException) in try await session.put(url, body: body) }
  }

  func patch(_ url: String, body: AsyncRequestBody? = nil) throws(HTTPException) -> Response {
    try waiting { [session] () throws(HTTPException) in try await session.patch(url, body: body) }
  }

  func delete(_ url: String) throws(HTTPException) -> Response {
    try waiting { [session] () throws(HTTPException) in try await session.delete(url) }
  }

  func options(_ url: String) throws(HTTPException) -> Response {
    try waiting { [session] () throws(HTTPException) in try await session.options(url) }
  }

  func connection<Result: Sendable>(
    for url: String, _ body: @escaping @Sendable (isolated AsyncHTTPConnection) throws -> Result
  ) throws(HTTPException) -> Result {
    try waiting { [session] () throws(HTTPException) in try await session.connection(for: url) { (connection) in try body(connection) } }
  }

  @discardableResult
  func download(
    _ url: String, to path: String, resuming: Bool = false, progress: (@Sendable (TransferProgress) throws -> Void)? = nil
  ) throws(HTTPException) -> HTTPWireSession.HTTPSession.Download {
    try waiting { [session] () throws(HTTPException) in
      try await session.download(url, to: path, resuming: resuming, progress: progress)
    }
  }
}

/// An ``AsyncStreamedResponse`` with the calls of a blocking one, which is closed when it is dropped.
final class StreamedResponse: Sendable {
  let response: AsyncStreamedResponse
  var status: Int { response.status }

  init(_ response: AsyncStreamedResponse) { self.response = response }

  deinit { close() }

  func close() { try? waiting { [response] () throws(HTTPException) in await response.close() } }
  func wait(upTo timeout: Duration?) { try? waiting { [response] () throws(HTTPException) in await response.wait(upTo: timeout) } }

  func read(upTo limit: Int? = nil) throws(HTTPException) -> [UInt8] {
    try waiting { [response] () throws(HTTPException) in try await response.collect(upTo: limit) }
  }

  func forEachChunk(_ body: @escaping ([UInt8]) -> Void) throws(HTTPException) {
    let pieces = try waiting { [response] () throws(HTTPException) in
      var pieces: [[UInt8]] = []
      for try await piece in response.body { pieces.append(piece) }
      return pieces
    }
    for piece in pieces { body(piece) }
  }
}
