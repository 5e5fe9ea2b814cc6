import HTTPWire
import HTTPWireSupport
import Synchronization

/// The state that a loopback server's threads share. It lives until the last of them has ended.
final class LoopbackState: Sendable {
  private let listener: Int32
  private let path: String?
  private let recordsRequests: Bool
  private let handler: LoopbackServer.Handler
  /// A pipe that every waiting thread polls. A byte in it means that the server stops. It is never read.
  private let stopSignal: (reading: Int32, writing: Int32)
  private let shared = Mutex(Shared())

  private struct Shared {
    var isStopping = false
    var acceptor: SystemThread?
    /// The threads of the connections by number, and the numbers of those that have ended.
    var threads: [Int: SystemThread] = [:]
    var finished: [Int] = []
    /// The open descriptors. A descriptor is removed before it is closed. Otherwise stopping could shut down a descriptor that the system
    /// has reused.
    var open: Set<Int32> = []
    var connectionCount = 0
    var requests: [ReceivedRequest] = []
    /// The index in `requests` of each connection's last request.
    var lastRequests: [Int32: Int] = [:]
    var errors: [any Error] = []
  }

  init(listener: Int32, path: String?, recordsRequests: Bool, handler: @escaping LoopbackServer.Handler) throws(HTTPException) {
    stopSignal = try Syscalls.makePipe()
    self.listener = listener
    self.path = path
    self.recordsRequests = recordsRequests
    self.handler = handler
  }

  deinit {
    // Stopping closes the listener. A server that was never started must close it here.
    if shared.withLock({ $0.acceptor == nil }) { Syscalls.release(listener) }
    Syscalls.release(stopSignal.reading)
    Syscalls.release(stopSignal.writing)
  }

  var requests: [ReceivedRequest] { shared.withLock { $0.requests } }
  var connectionCount: Int { shared.withLock { $0.connectionCount } }
  var errors: [any Error] { shared.withLock { $0.errors } }

  // MARK: - Life

  func start() throws(HTTPException) {
    let acceptor = try SystemThread { self.acceptConnections() }
    shared.withLock { $0.acceptor = acceptor }
  }

  /// Ends all connections and waits for the threads. Only the first call has an effect.
  func stop() {
    let acceptor = shared.withLock { shared -> SystemThread? in
      if shared.isStopping { return nil }
      shared.isStopping = true
      for descriptor in shared.open { Syscalls.shutDown(descriptor) }
      return shared.acceptor
    }
    guard let acceptor else { return }
    try? Syscalls.writeFile(stopSignal.writing, [UInt8(1)].span)
    acceptor.join()
    Syscalls.release(listener)
    let threads = shared.withLock { shared in
      defer { shared.threads = [:] }
      return shared.threads.values
    }
    for thread in threads { thread.join() }
    if let path { Syscalls.removeFile(path) }
  }

  /// Waits for a time; nil waits for ever. Returns false if the server stopped first.
  func sleep(_ duration: Duration?) throws(HTTPException) -> Bool {
    try Syscalls.waitUntilReadable([stopSignal.reading], until: Deadline(after: duration)).isEmpty
  }

  /// Waits until one of the descriptors is readable. Returns those that are; none if the server stops.
  func waitUntilReadable(_ descriptors: [Int32]) throws(HTTPException) -> [Int32] {
    let ready = try Syscalls.waitUntilReadable(descriptors + [stopSignal.reading], until: Deadline(after: nil))
    return ready.contains(stopSignal.reading) ? [] : ready
  }

  // MARK: - Threads

  private func acceptConnections() {
    while true {
      do {
        let ready = try Syscalls.waitUntilReadable([listener, stopSignal.reading], until: Deadline(after: nil))
        if ready.contains(stopSignal.reading) { return }
        if let descriptor = try Syscalls.acceptConnection(listener) { try serve(descriptor) }
        joinFinished()
      } catch {
        record(error)
        // Most likely there are no free descriptors. The connection still waits; retrying at once would only use up processor time.
        if (try? sleep(.milliseconds(10))) != true { return }
      }
    }
  }

  /// Starts the thread of a connection.
  private func serve(_ descriptor: Int32) throws(HTTPException) {
    let number = shared.withLock { shared in
      shared.connectionCount += 1
      shared.open.insert(descriptor)
      return shared.connectionCount
    }
    do {
      // The lock is held until the thread is recorded, so that it can't end before that.
      try shared.withLock { (shared) throws(HTTPException) in
        shared.threads[number] = try SystemThread { self.handle(descriptor, number) }
        if shared.isStopping { Syscalls.shutDown(descriptor) }
      }
    } catch {
      abandon(descriptor)
      throw error
    }
  }

  private func adopt(_ descriptor: Int32) throws(HTTPException) -> SocketStream {
    do {
      // A test's small pieces must be sent one by one.
      try Syscalls.setNoDelay(descriptor)
      return try SocketStream(adopting: descriptor)
    } catch {
      abandon(descriptor)
      throw error
    }
  }

  private func abandon(_ descriptor: Int32) {
    _ = shared.withLock { $0.open.remove(descriptor) }
    Syscalls.release(descriptor)
  }

  private func handle(_ descriptor: Int32, _ number: Int) {
    do {
      let connection = try LoopbackConnection(adopt(descriptor), descriptor, self)
      defer { connection.close() }
      try handler(connection)
    } catch {
      record(error)
    }
    shared.withLock { $0.finished.append(number) }
  }

  private func joinFinished() {
    let threads = shared.withLock { shared in
      defer { shared.finished = [] }
      return shared.finished.compactMap { shared.threads.removeValue(forKey: $0) }
    }
    for thread in threads { thread.join() }
  }

  // MARK: - Connections

  func close(_ stream: SocketStream) {
    guard let descriptor = stream.fileDescriptor else { return }
    shared.withLock { shared in
      shared.open.remove(descriptor)
      shared.lastRequests[descriptor] = nil
    }
    stream.close()
  }

  func record(_ request: ReceivedRequest, of descriptor: Int32) {
    guard recordsRequests else { return }
    shared.withLock { shared in
      shared.lastRequests[descriptor] = shared.requests.count
      shared.requests.append(request)
    }
  }

  func replaceLastRequest(of descriptor: Int32, with request: ReceivedRequest) {
    shared.withLock { shared in
      if let index = shared.lastRequests[descriptor] { shared.requests[index] = request }
    }
  }

  /// Keeps an error, unless stopping the server caused it.
  private func record(_ error: any Error) {
    shared.withLock { if !$0.isStopping { $0.errors.append(error) } }
  }
}
