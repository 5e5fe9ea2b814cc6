import HTTPWire
import HTTPWireCore
import Synchronization

/// A response of an asynchronous session whose body is read as it arrives.
///
/// Read it to its end, or ``close()`` it: then its connection is kept for the next request, or closed. One that nobody holds any more is
/// abandoned, and its connection is closed.
public final class AsyncStreamedResponse: Sendable {
  private let arrival: AsyncArrival
  private let session: AsyncHTTPSession
  private let state: Mutex<State>

  private struct State {
    /// What undoes the codings; nil if the body is not coded.
    var decoder: PieceDecoder?
    /// Whether the connection was given back.
    var isOver = false
    /// The connection's timeout, if it was changed for this response.
    var usualTimeout: Duration??
  }

  /// The connection's response: its body is not decoded.
  var response: AsyncHTTPResponse { arrival.response }
  /// The URL that was requested last.
  public var url: HTTPURL { arrival.url }
  /// The redirections that were followed, the first one first.
  public var history: [HTTPSession.Redirection] { arrival.history }
  /// The status code.
  public var status: Int { response.status }
  /// The reason phrase.
  public var reason: String { response.reason }
  /// The header fields.
  public var headers: HTTPMessage { response.headers }
  /// The trailer fields of a chunked body: empty if it had none, nil before its end and for other bodies.
  public var trailers: HTTPMessage? { response.trailers }
  /// Whether the status is one of 200 to 299.
  public var isSuccess: Bool { HTTPStatus(rawValue: status).isSuccess }
  /// The decoded body, a sequence of its pieces as they arrive. It can be read once: a second iteration goes on where the first has
  /// stopped.
  public var body: AsyncDecodedBody { AsyncDecodedBody(self) }

  init(_ arrival: AsyncArrival, _ session: AsyncHTTPSession) throws(HTTPException) {
    self.arrival = arrival
    self.session = session
    // What has no body has nothing to decode, whatever it says.
    let decoder = try arrival.response.length == 0 ? nil : session.configuration.decoder(arrival.response.headers)
    state = Mutex(State(decoder: decoder.map { PieceDecoder($0) }))
  }

  /// Abandons the rest of the body. Calling it again has no effect.
  public nonisolated(nonsending) func close() async {
    let (wasOver, usualTimeout) = state.withLock { (state) in
      defer {
        state.isOver = true
        state.decoder = nil
      }
      return (state.isOver, state.usualTimeout)
    }
    if wasOver { return }
    if let usualTimeout { await arrival.connection.wait(upTo: usualTimeout) }
    await session.release(arrival)
  }

  /// Sets how long each wait for the next bytes may take; nil for ever. By default it is the configuration's `timeout`.
  public nonisolated(nonsending) func wait(upTo timeout: Duration?) async {
    if isOver { return }
    let usual = await arrival.connection.timeout
    state.withLock { $0.usualTimeout = $0.usualTimeout ?? .some(usual) }
    await arrival.connection.wait(upTo: timeout)
  }

  /// The rest of the decoded body, of at most `limit` bytes; nil for any number.
  ///
  /// Throws `limitExceeded` for more, what reading throws, and `custom` with a `ContentDecodingError`.
  public nonisolated(nonsending) func collect(upTo limit: Int? = nil) async throws(HTTPException) -> [UInt8] {
    let limit = max(0, limit ?? .max)
    do throws(HTTPException) {
      if !isDecoded {
        let whole = try await response.collect(upTo: limit)
        await close()
        return whole
      }
      var whole: [UInt8] = []
      while let piece = try await nextPiece() {
        if whole.count + piece.count > limit { throw .limitExceeded(what: "bytes of a body", limit: limit) }
        whole += piece
      }
      return whole
    } catch {
      await close()
      throw error
    }
  }

  // MARK: Pieces

  private var isOver: Bool { state.withLock { $0.isOver } }
  private var isDecoded: Bool { state.withLock { $0.decoder != nil } }

  /// The next piece of the decoded body; nil at its end.
  nonisolated(nonsending) func nextPiece() async throws(HTTPException) -> [UInt8]? {
    do throws(HTTPException) {
      while !isOver {
        if let piece = try decodedPiece() { return piece }
        guard let received = try await response.nextPiece() else { break }
        guard isDecoded else { return received }
        state.withLock { $0.decoder?.feed(received) }
      }
      try endDecoding()
    } catch {
      // After a timeout, the iteration can go on.
      if !error.isTimeout { await close() }
      throw error
    }
    await close()
    return nil
  }

  private func decodedPiece() throws(HTTPException) -> [UInt8]? {
    try state.withLock { (state) throws(HTTPException) in try state.decoder?.next() }
  }

  private func endDecoding() throws(HTTPException) {
    try state.withLock { (state) throws(HTTPException) in try state.decoder?.finish() }
  }
}

/// The decoded body of a response, piece by piece as it arrives.
///
/// Iterating throws what reading throws, and `custom` with a `ContentDecodingError`. After `timedOut`, the iteration can go on.
public struct AsyncDecodedBody: AsyncSequence, Sendable {
  /// A piece of the body. It is never empty.
  public typealias Element = [UInt8]
  /// What iterating throws.
  public typealias Failure = HTTPException

  private let response: AsyncStreamedResponse

  init(_ response: AsyncStreamedResponse) { self.response = response }

  /// Goes on with the body.
  public func makeAsyncIterator() -> Iterator { Iterator(response) }

  /// What returns the pieces.
  public struct Iterator: AsyncIteratorProtocol {
    private let response: AsyncStreamedResponse

    init(_ response: AsyncStreamedResponse) { self.response = response }

    /// The next piece; nil at the end of the body.
    public func next(isolation actor: isolated (any Actor)? = #isolation) async throws(HTTPException) -> [UInt8]? {
      try await response.nextPiece()
    }
  }
}
