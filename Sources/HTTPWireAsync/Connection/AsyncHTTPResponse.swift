public import HTTPWire
import Synchronization

/// The response to an asynchronous request. Its body is read as it arrives.
///
/// Read the body to its end, or ``close()`` the response. A response that nobody holds any more is closed, too, and the connection with
/// it: what is left of the body would be in front of the next response.
public final class AsyncHTTPResponse: Sendable {
  /// How many bytes a piece of the body has at most.
  static let pieceSize = 65_536
  /// How many bytes are read at a time if the whole body is wanted.
  static let largePieceSize = 1 << 20

  /// The status line and the header fields.
  public let head: ResponseHead
  /// Whether the connection ends with this response (RFC 9112 section 9.3).
  public let willClose: Bool
  let number: Int
  /// How many bytes the body has; nil if its framing does not say it.
  package let length: UInt64?
  let connection: AsyncHTTPConnection
  private let state: Mutex<State>

  private struct State {
    /// The part of the body that came with the head and was not taken yet.
    var piece: [UInt8]
    /// Whether the response was closed before its end, and no read has thrown `closed` yet.
    var isAbandoned = false
    /// Whether a task is reading from the connection.
    var isBeingRead = false
    /// Whether nothing is to be read from the connection.
    var isOver: Bool
    /// Whether the connection can have another request, now that the response is over.
    var isIdle: Bool
    var trailers: HTTPMessage?

    /// Takes what has come with the head.
    mutating func takePiece(upTo limit: Int) throws(HTTPException) -> [UInt8] {
      if piece.count > max(0, limit) { throw .limitExceeded(what: "bytes of a body", limit: limit) }
      defer { piece = [] }
      try throwIfAbandoned()
      return piece
    }

    /// Throws `closed`, once, if the response was abandoned.
    mutating func throwIfAbandoned() throws(HTTPException) {
      if !isAbandoned { return }
      isAbandoned = false
      throw .closed
    }
  }

  /// The status code.
  public var status: Int { head.status }
  /// The reason phrase.
  public var reason: String { head.reason }
  /// The header fields.
  public var headers: HTTPMessage { head.headers }
  /// The body, a sequence of its pieces as they arrive. It can be read once; a second iteration goes on where the first has stopped.
  public var body: AsyncHTTPBody { AsyncHTTPBody(self) }
  /// The trailer fields of a chunked body (RFC 9112 section 7.1.2): empty if it had none, nil before its end and for other bodies.
  public var trailers: HTTPMessage? { state.withLock { $0.trailers } }

  init(
    _ head: ResponseHead, _ response: HTTPResponse, _ connection: AsyncHTTPConnection, number: Int, length: UInt64?,
    _ piece: [UInt8], isOver: Bool, isIdle: Bool
  ) {
    self.head = head
    willClose = response.willClose
    self.connection = connection
    self.number = number
    self.length = length
    state = Mutex(State(piece: piece, isOver: isOver, isIdle: isIdle, trailers: isOver && response.isChunked ? response.trailers : nil))
  }

  deinit {
    let isOver = state.withLock { $0.isOver }
    if isOver { return }
    connection.abandoned.max(number, ordering: .releasing)
    Task.detached { [connection, number] in await connection.abandon(number) }
  }

  /// Abandons the rest of the body. Unless it was read to its end, the connection is closed with it.
  ///
  /// A call of another task that reads the body ends with `cancelled`.
  public nonisolated(nonsending) func close() async {
    let (wasOver, isBeingRead) = state.withLock { (state) in
      defer {
        // Who iterates in another task must not take this for the body's end.
        state.isAbandoned = state.isAbandoned || !state.isOver || !state.piece.isEmpty
        state.isOver = true
        state.piece = []
      }
      return (state.isOver, state.isBeingRead)
    }
    // The connection is the reader's until it has ended.
    if !wasOver, isBeingRead { connection.canceller.cancel() }
    if !wasOver { await connection.abandon(number) }
  }

  /// Reads the rest of the body, of at most `limit` bytes.
  ///
  /// Throws `limitExceeded` for a longer one, and what reading throws.
  public nonisolated(nonsending) func collect(upTo limit: Int) async throws(HTTPException) -> [UInt8] {
    if let rest = try restAtHand(upTo: limit) { return rest }
    try connection.occupancy.enter()
    defer { connection.occupancy.leave() }
    return try await rest(upTo: limit)
  }

  /// Abandons the rest of the body, but reads it if it is short. Returns whether the connection can have another request.
  package nonisolated(nonsending) func finish(readingUpTo limit: Int, within time: Duration) async -> Bool {
    let (wasOver, isIdle, taken) = state.withLock { (state) in
      defer {
        state.isOver = true
        state.piece = []
        state.isAbandoned = false
      }
      return (state.isOver, state.isIdle, state.piece.count)
    }
    return wasOver ? isIdle : await connection.finish(self, readingUpTo: limit - taken, within: time)
  }

  // MARK: For the connection

  /// Takes the rest of the body if all of it has come; nil if not.
  func restAtHand(upTo limit: Int) throws(HTTPException) -> [UInt8]? {
    try state.withLock { (state) throws(HTTPException) in state.isOver ? try state.takePiece(upTo: limit) : nil }
  }

  /// Reads the rest of the body while the connection is taken.
  nonisolated(nonsending) func rest(upTo limit: Int) async throws(HTTPException) -> [UInt8] {
    let (first, isOver) = try state.withLock { (state) throws(HTTPException) in
      let piece = try state.takePiece(upTo: limit)
      state.isBeingRead = !state.isOver
      return (piece, state.isOver)
    }
    // Another task may have read the last of it meanwhile.
    if isOver { return first }
    defer { state.withLock { $0.isBeingRead = false } }
    return try await connection.readRest(self, after: first, upTo: limit)
  }

  /// Makes bytes that were read, but that nobody got, the next ones to be read.
  func putBack(_ bytes: [UInt8]) { state.withLock { $0.piece = bytes } }

  /// What the next piece of the body is.
  @usableFromInline enum NextPiece {
    case here([UInt8])
    case end
    /// It is to be read from the connection.
    case awaited
  }

  /// The next piece of the body; nil at its end.
  package nonisolated(nonsending) func nextPiece() async throws(HTTPException) -> [UInt8]? {
    switch try takeNextPiece() {
    case .here(let piece): return piece
    case .end: return nil
    case .awaited: return try await readNextPiece()
    }
  }

  /// Takes the piece that came with the head. Nothing is awaited, so a small body costs its reader little.
  @usableFromInline func takeNextPiece() throws(HTTPException) -> NextPiece {
    try state.withLock { (state) throws(HTTPException) in
      if state.piece.isEmpty {
        try state.throwIfAbandoned()
        return state.isOver ? .end : .awaited
      }
      defer { state.piece = [] }
      return .here(state.piece)
    }
  }

  /// Reads the next piece of the body; nil at its end.
  @usableFromInline nonisolated(nonsending) func readNextPiece() async throws(HTTPException) -> [UInt8]? {
    try connection.occupancy.enter()
    defer { connection.occupancy.leave() }
    state.withLock { $0.isBeingRead = true }
    defer { state.withLock { $0.isBeingRead = false } }
    return try await connection.readPiece(self)
  }

  /// Notes that the body was read to its end.
  func end(trailers: HTTPMessage?, isIdle: Bool) {
    state.withLock { (state) in
      state.isOver = true
      state.isIdle = isIdle
      state.trailers = trailers
    }
  }
}

/// The body of a response: its bytes, piece by piece as they arrive, each of at most 64 KiB.
///
/// Iterating throws what reading an `HTTPResponse` throws. After `timedOut`, the iteration can go on. Little is read ahead of what is
/// asked for: what the connection's own buffer holds, and on an event loop up to 256 KiB.
public struct AsyncHTTPBody: AsyncSequence, Sendable {
  /// A piece of the body. It is never empty.
  public typealias Element = [UInt8]
  /// What iterating throws.
  public typealias Failure = HTTPException

  private let response: AsyncHTTPResponse

  init(_ response: AsyncHTTPResponse) { self.response = response }

  /// Goes on with the body.
  public func makeAsyncIterator() -> Iterator { Iterator(response) }

  /// Reads the rest of the body, of at most `limit` bytes; see ``AsyncHTTPResponse/collect(upTo:)``.
  public nonisolated(nonsending) func collect(upTo limit: Int) async throws(HTTPException) -> [UInt8] {
    try await response.collect(upTo: limit)
  }

  /// What returns the pieces.
  public struct Iterator: AsyncIteratorProtocol {
    @usableFromInline let response: AsyncHTTPResponse

    init(_ response: AsyncHTTPResponse) { self.response = response }

    /// The next piece; nil at the end of the body.
    @inlinable public func next(isolation actor: isolated (any Actor)? = #isolation) async throws(HTTPException) -> [UInt8]? {
      switch try response.takeNextPiece() {
      case .here(let piece): return piece
      case .end: return nil
      case .awaited: return try await response.readNextPiece()
      }
    }
  }
}

extension HTTPException {
  /// The error of a read of several parts: what it says that has come of the body includes the parts before.
  func behind(_ bytes: [UInt8]) -> HTTPException {
    switch self {
    case .incompleteRead(let partial, let expected): .incompleteRead(partial: bytes + partial, expected: expected)
    case .malformedChunk(let problem, let line, let partial): .malformedChunk(problem, line: line, partial: bytes + partial)
    default: self
    }
  }
}
