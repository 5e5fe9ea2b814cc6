import HTTPWire
import Synchronization

/// Where the task that makes a body gives its pieces to the connection that sends it. It holds one piece, so the maker is at most that far
/// ahead.
final class BodyInlet: Sendable {
  private enum End {
    case whole(HTTPMessage?)
    case failed(HTTPException)
  }

  private struct State {
    var piece: [UInt8]?
    var end: End?
    /// How many bytes were taken.
    var count = 0
    /// Whether the connection has asked for a piece in vain since the last one was given.
    var isStarved = false
    /// Whether nobody takes any more.
    var isClosed = false
    /// The makers that wait for the piece to be taken. There are several if the maker writes in tasks of its own.
    var makers: [CheckedContinuation<Void, Never>] = []
    var task: Task<Void, Never>?
  }

  private let state = Mutex(State())
  private let driver: any ConnectionDriver
  /// How many bytes the body has, if the request says so.
  private let length: Int?

  init(_ driver: any ConnectionDriver, length: Int?) {
    self.driver = driver
    self.length = length
  }

  /// Starts the task that makes the body. It has the caller's task-local values.
  func start(_ body: AsyncRequestBody.Awaited) {
    let task = Self.task(body, self)
    let isClosed = state.withLock { (state) in
      state.task = task
      return state.isClosed
    }
    if isClosed { task.cancel() }
  }

  /// A function of its own so that the task does not run on the connection's executor.
  private static func task(_ body: AsyncRequestBody.Awaited, _ inlet: BodyInlet) -> Task<Void, Never> {
    Task {
      do {
        inlet.finish(.whole(try await body.feed(inlet)))
      } catch {
        inlet.finish(.failed(HTTPException(error)))
      }
    }
  }

  // MARK: The maker

  /// Gives a piece, once the one before was taken.
  func push(_ bytes: [UInt8]) async throws(HTTPException) {
    while true {
      if Task.isCancelled { throw isClosed ? .closed : .cancelled }
      let isDone: Bool = try state.withLock { (state) throws(HTTPException) in
        if state.isClosed { throw .closed }
        if bytes.isEmpty { return true }
        if state.piece != nil { return false }
        state.piece = bytes
        state.isStarved = false
        return true
      }
      if isDone { return driver.wake() }
      await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in wait(continuation) }
      } onCancel: {
        self.resumeMakers()
      }
    }
  }

  private var isClosed: Bool { state.withLock { $0.isClosed } }

  private func wait(_ continuation: CheckedContinuation<Void, Never>) {
    let mustWait = state.withLock { (state) in
      // What ends the wait may have come before it.
      if state.piece == nil || state.isClosed || Task.isCancelled { return false }
      state.makers.append(continuation)
      return true
    }
    if !mustWait { continuation.resume() }
  }

  /// Lets all makers try again.
  private func resumeMakers() {
    let makers = state.withLock { (state) in
      defer { state.makers = [] }
      return state.makers
    }
    for maker in makers { maker.resume() }
  }

  private func finish(_ end: End) {
    state.withLock { (state) in
      state.end = end
      state.isStarved = false
    }
    driver.wake()
  }

  // MARK: The connection

  /// Whether the connection waits for the maker, and not for the server.
  var isStarved: Bool { state.withLock { $0.isStarved } }

  /// Takes the next piece, or nil at the end.
  ///
  /// Throws `timedOut` if no piece has come yet, and what the maker has thrown. Throws `invalidArgument` for a body that is not as long as
  /// the request says: what is too much would be taken for the next request.
  func next() throws(HTTPException) -> [UInt8]? {
    let piece: [UInt8]? = try state.withLock { (state) throws(HTTPException) in
      if let piece = state.piece {
        state.count += piece.count
        if let length, state.count > length { throw .invalidArgument("the body has more bytes than its length, \(length)") }
        state.piece = nil
        return piece
      }
      switch state.end {
      case .whole:
        if let length, state.count < length {
          throw .invalidArgument("the body has \(state.count) bytes, but its length is \(length)")
        }
        return nil
      case .failed(.timedOut(let phase)):
        // By itself it would mean that there is no piece yet.
        throw .custom(HTTPException.timedOut(phase))
      case .failed(let error): throw error
      case nil:
        state.isStarved = true
        throw .timedOut(.sending)
      }
    }
    if piece != nil { resumeMakers() }
    return piece
  }

  /// The fields that the maker has returned.
  var trailers: HTTPMessage {
    state.withLock { (state) in
      if case .whole(let fields?) = state.end { fields } else { HTTPMessage() }
    }
  }

  /// Takes no more. The maker's task is cancelled.
  func close() {
    let task = state.withLock { (state) in
      state.isClosed = true
      state.piece = nil
      return state.task
    }
    task?.cancel()
    resumeMakers()
  }
}
