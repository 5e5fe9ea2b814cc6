import Glibc
import HTTPWire
import Synchronization

// The reference: nothing is awaited, and each connection blocks a thread that is its own.

func blockingConnection(_ job: Job) throws -> HTTPConnection {
  guard let tls = job.tls else { return try HTTPConnection("127.0.0.1", port: job.port) }
  return try HTTPSConnection("127.0.0.1", port: job.port, context: tls)
}

func readBuffer() -> UnsafeMutableRawBufferPointer { .allocate(byteCount: 65_536, alignment: 16) }

/// Makes a GET and reads the body through one buffer. Returns the body's length.
func readWhole(_ connection: HTTPConnection, _ path: String, _ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
  try connection.request("GET", path)
  let response = try connection.getResponse()
  var total = 0
  while true {
    let count = try response.read(into: buffer)
    if count == 0 { return total }
    total += count
  }
}

func blockingRequests(_ job: Job) async throws -> Outcome {
  let first = try blockingConnection(job)
  _ = try readWhole(first, "/small", readBuffer())
  first.close()
  let before = status("VmRSS:")
  let crew = Crew(job)
  for _ in 0..<job.connections { start(crew) }
  crew.awaitReady()
  return try await measured(since: before) { try crew.finish() }
}

private func start(_ crew: Crew) {
  var thread = pthread_t()
  pthread_create(
    &thread, nil,
    { crew in
      if let crew { Unmanaged<Crew>.fromOpaque(crew).takeRetainedValue().work() }
      return nil
    }, Unmanaged.passRetained(crew).toOpaque())
}

/// The threads, which open their connections, wait for the start, and stay until the program ends, so that they can be counted.
private final class Crew: @unchecked Sendable {
  private let job: Job
  private let ready = Semaphore()
  private let go = Semaphore()
  private let done = Semaphore()
  private let total = Atomic<Int>(0)

  init(_ job: Job) { self.job = job }

  func work() {
    let buffer = readBuffer()
    do {
      let connection = try blockingConnection(job)
      _ = try readWhole(connection, "/small", buffer)
      ready.signal()
      go.wait()
      var bytes = 0
      for _ in 0..<job.amount / job.connections { bytes += try readWhole(connection, "/small", buffer) }
      total.add(bytes, ordering: .sequentiallyConsistent)
      done.signal()
      withExtendedLifetime(connection) { while true { pause() } }
    } catch {
      fail(error)
    }
  }

  func awaitReady() { for _ in 0..<job.connections { ready.wait() } }

  func finish() throws -> Int {
    for _ in 0..<job.connections { go.signal() }
    for _ in 0..<job.connections { done.wait() }
    return total.load(ordering: .sequentiallyConsistent)
  }
}

private final class Semaphore: @unchecked Sendable {
  private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  init() { sem_init(semaphore, 0, 0) }

  func signal() { sem_post(semaphore) }
  func wait() { while sem_wait(semaphore) != 0 { continue } }
}
