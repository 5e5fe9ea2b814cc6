public import HTTPWire
import HTTPWireSupport

/// A stream that plays a peer from a script: it hands out prepared pieces of a reply and records what is written to it.
///
/// ```swift
/// let stream = ScriptedStream("HTTP/1.1 200 OK\r\n", "Content-Length: 2\r\n\r\n", "hi")
/// let keptAlive = ScriptedStream(exchanges: [
///   Delivery.byteByByte.pieces(of: firstReply),
///   Delivery.lineByLine.pieces(of: secondReply),
/// ])
/// ```
///
/// Each read gets at most one piece; the rest of a piece larger than the buffer comes with the next. No call ever waits: where a
/// peer would be silent, a read throws `timedOut(.reading)`; past the script, unless it says otherwise, one throws ``overRead``, so that a
/// reader who asks for more than the reply has does not go unnoticed.
public final class ScriptedStream: ByteStream {
  /// What a read finds after the last piece.
  public enum AtEnd: Sendable, Hashable {
    /// The end of the stream.
    case end
    /// A connection reset by the peer: `system`, with `isConnectionReset`.
    case reset
    /// A peer that keeps the connection open and says nothing more: `timedOut(.reading)`.
    case timeout
    /// A mistake of the reader, which should have known that nothing more comes: counted in ``ScriptedStream/overReads`` and thrown
    /// as ``ScriptedStream/overRead``.
    case fail
  }

  /// What a read past a script that ends in ``AtEnd/fail`` throws.
  public static let overRead = HTTPException.system(
    SystemFailure(operation: "ScriptedStream.read", code: 0, message: "read past the end of the script"))

  /// What a read throws after a script that ends in ``AtEnd/reset``.
  public static let reset = Syscalls.connectionReset

  /// What a write to a peer that is gone throws; for ``failWrites(afterBytes:with:)``.
  public static let brokenPipe = Syscalls.brokenPipe

  /// What was written, an element for each write.
  public private(set) var writes: [[UInt8]] = []
  /// The timeout of each write.
  public private(set) var writeTimeouts: [Duration?] = []
  /// The timeout of each read, those that threw included.
  public private(set) var readTimeouts: [Duration?] = []
  /// How often something was read when nothing was to come: past an end of ``AtEnd/fail``, or before a request was written.
  public private(set) var overReads = 0
  /// How often the stream was closed.
  public private(set) var closes = 0

  /// The pieces of each exchange that are still to be handed out, the current one's reversed so that the next is last.
  private var current: [[UInt8]]
  private var upcoming: ArraySlice<[[UInt8]]>
  private let atEnd: AtEnd
  /// How much of the current piece has been handed out.
  private var offset = 0
  private var hasReadSinceWrite = true
  private var writeFailure: (afterBytes: Int, error: HTTPException)?

  /// A script whose pieces can all be read from the start.
  public init(_ pieces: [[UInt8]], atEnd: AtEnd = .fail) {
    current = Self.script(pieces)
    upcoming = []
    self.atEnd = atEnd
  }

  /// A script of texts, taken as UTF-8, that can all be read from the start.
  public convenience init(_ pieces: String..., atEnd: AtEnd = .fail) {
    self.init(pieces.map { Array($0.utf8) }, atEnd: atEnd)
  }

  /// A script of several requests and replies: the pieces of each can be read once its request has begun to be written. A request
  /// begins with the first write, and with each that follows a read.
  public init(exchanges: [[[UInt8]]], atEnd: AtEnd = .fail) {
    current = []
    upcoming = exchanges[...]
    self.atEnd = atEnd
  }

  /// A script of several requests and replies, in texts taken as UTF-8.
  public convenience init(exchanges: [[String]], atEnd: AtEnd = .fail) {
    self.init(exchanges: exchanges.map { $0.map { Array($0.utf8) } }, atEnd: atEnd)
  }

  /// Everything that was written, put together.
  public var written: [UInt8] { Array(writes.joined()) }

  /// Everything that was written, as text; bytes that are no UTF-8 are replaced.
  public var writtenText: String { String(decoding: written, as: UTF8.self) }

  /// How many bytes of the script have not been read.
  public var unreadCount: Int {
    current.reduce(0) { $0 + $1.count } - offset + upcoming.joined().reduce(0) { $0 + $1.count }
  }

  /// Has the write that goes beyond so many bytes, counted from now, and all after it fail. The bytes that fit are recorded.
  public func failWrites(afterBytes count: Int, with error: HTTPException = ScriptedStream.brokenPipe) {
    writeFailure = (count, error)
  }

  /// Appends a piece, or as much of it as there is room for.
  public func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
    readTimeouts.append(timeout)
    hasReadSinceWrite = true
    if closes > 0 { throw .closed }
    guard let piece = current.last else { return try readPastPieces() }
    offset += buffer.append(copying: piece.span.extracting(offset...))
    if offset == piece.count {
      current.removeLast()
      offset = 0
    }
  }

  /// Records the bytes, unless the script lets writes fail.
  public func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {
    writeTimeouts.append(timeout)
    if closes > 0 { throw .closed }
    let taken = [UInt8](copying: bytes)
    if let failure = writeFailure {
      writeFailure?.afterBytes = max(0, failure.afterBytes - taken.count)
      if taken.count > failure.afterBytes {
        if failure.afterBytes > 0 { writes.append(Array(taken.prefix(failure.afterBytes))) }
        throw failure.error
      }
    }
    writes.append(taken)
    beginExchange()
  }

  /// Counts the call; reads and writes throw `closed` afterwards.
  public func close() { closes += 1 }

  /// What the script has at this point.
  public func pendingInput() -> PendingInput {
    if closes > 0 { return .end }
    if !current.isEmpty { return .bytes }
    if !upcoming.isEmpty { return .nothing }
    switch atEnd {
    case .end, .reset: return .end
    case .timeout, .fail: return .nothing
    }
  }

  /// Makes the next reply readable when a write begins a request.
  private func beginExchange() {
    if hasReadSinceWrite, let pieces = upcoming.popFirst() { current.insert(contentsOf: Self.script(pieces), at: 0) }
    hasReadSinceWrite = false
  }

  private func readPastPieces() throws(HTTPException) {
    if !upcoming.isEmpty {
      overReads += 1
      throw .timedOut(.reading)
    }
    switch atEnd {
    case .end: return
    case .reset: throw Self.reset
    case .timeout: throw .timedOut(.reading)
    case .fail:
      overReads += 1
      throw Self.overRead
    }
  }

  /// The pieces with the next one last. Empty ones go, as a read that appends nothing would be the end.
  private static func script(_ pieces: [[UInt8]]) -> [[UInt8]] { pieces.filter { !$0.isEmpty }.reversed() }
}
