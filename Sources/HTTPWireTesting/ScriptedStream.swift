public import HTTPWire
import HTTPWireSupport

/// A stream that simulates a peer with a script. Reads return prepared pieces of a reply, and writes are recorded.
///
/// ```swift
/// let stream = ScriptedStream("HTTP/1.1 200 OK\r\n", "Content-Length: 2\r\n\r\n", "hi")
/// let keptAlive = ScriptedStream(exchanges: [
///   Delivery.byteByByte.pieces(of: firstReply),
///   Delivery.lineByLine.pieces(of: secondReply),
/// ])
/// ```
///
/// Each read gets at most one piece. If a piece is larger than the buffer, the next read gets its rest. No call waits: if the peer would
/// be silent, a read throws `timedOut(.reading)`. By default, a read past the end of the script throws ``overRead``, so that a reader that
/// reads more than the reply is noticed.
public final class ScriptedStream: ByteStream {
  /// What a read gets after the last piece.
  public enum AtEnd: Sendable, Hashable {
    /// The end of the stream.
    case end
    /// A connection reset by the peer: `system`, with `isConnectionReset`.
    case reset
    /// The peer keeps the connection open and sends nothing more: `timedOut(.reading)`.
    case timeout
    /// The reader must not read any further. Such reads are counted in ``ScriptedStream/overReads``, and throw
    /// ``ScriptedStream/overRead``.
    case fail
  }

  /// The error of a read past a script that ends with ``AtEnd/fail``.
  public static let overRead = HTTPException.system(
    SystemFailure(operation: "ScriptedStream.read", code: 0, message: "read past the end of the script"))

  /// The error of a read past a script that ends with ``AtEnd/reset``.
  public static let reset = Syscalls.connectionReset

  /// The error of a write to a peer that has closed the connection, for ``failWrites(afterBytes:with:)``.
  public static let brokenPipe = Syscalls.brokenPipe

  /// The bytes written, one element for each write.
  public private(set) var writes: [[UInt8]] = []
  /// The timeout of each write.
  public private(set) var writeTimeouts: [Duration?] = []
  /// The timeout of each read, including reads that threw.
  public private(set) var readTimeouts: [Duration?] = []
  /// The number of reads when nothing could come: past an end of ``AtEnd/fail``, or before a request was written.
  public private(set) var overReads = 0
  /// The number of calls of ``close()``.
  public private(set) var closes = 0

  /// The pieces of the current exchange that are left, reversed so that the next one is last.
  private var current: [[UInt8]]
  private var upcoming: ArraySlice<[[UInt8]]>
  private let atEnd: AtEnd
  /// The number of bytes of the current piece that were read.
  private var offset = 0
  private var hasReadSinceWrite = true
  private var writeFailure: (afterBytes: Int, error: HTTPException)?

  /// Makes a script whose pieces can all be read from the start.
  public init(_ pieces: [[UInt8]], atEnd: AtEnd = .fail) {
    current = Self.script(pieces)
    upcoming = []
    self.atEnd = atEnd
  }

  /// Makes a script of UTF-8 texts that can all be read from the start.
  public convenience init(_ pieces: String..., atEnd: AtEnd = .fail) {
    self.init(pieces.map { Array($0.utf8) }, atEnd: atEnd)
  }

  /// Makes a script of several requests and replies. The pieces of a reply can be read once its request has started to be written. A
  /// request starts with the first write, and with each write that follows a read.
  public init(exchanges: [[[UInt8]]], atEnd: AtEnd = .fail) {
    current = []
    upcoming = exchanges[...]
    self.atEnd = atEnd
  }

  /// Makes a script of several requests and replies of UTF-8 texts.
  public convenience init(exchanges: [[String]], atEnd: AtEnd = .fail) {
    self.init(exchanges: exchanges.map { $0.map { Array($0.utf8) } }, atEnd: atEnd)
  }

  /// All the bytes that were written.
  public var written: [UInt8] { Array(writes.joined()) }

  /// All the bytes that were written, as text. Bytes that are not UTF-8 are replaced.
  public var writtenText: String { String(decoding: written, as: UTF8.self) }

  /// The number of bytes of the script that were not read.
  public var unreadCount: Int {
    current.reduce(0) { $0 + $1.count } - offset + upcoming.joined().reduce(0) { $0 + $1.count }
  }

  /// Makes writes fail once `count` more bytes were written. The write that exceeds the count fails, and so do all later ones. The bytes
  /// up to the count are recorded.
  public func failWrites(afterBytes count: Int, with error: HTTPException = ScriptedStream.brokenPipe) {
    writeFailure = (count, error)
  }

  /// Appends a piece, or as much of it as fits.
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

  /// Records the bytes, unless ``failWrites(afterBytes:with:)`` makes the write fail.
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

  /// Counts the call. Reads and writes throw `closed` afterwards.
  public func close() { closes += 1 }

  /// What the next read would get.
  public func pendingInput() -> PendingInput {
    if closes > 0 { return .end }
    if !current.isEmpty { return .bytes }
    if !upcoming.isEmpty { return .nothing }
    switch atEnd {
    case .end, .reset: return .end
    case .timeout, .fail: return .nothing
    }
  }

  /// Makes the next reply readable if a write starts a request.
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

  /// The pieces with the next one last. Empty pieces are removed, because a read that appends nothing means the end.
  private static func script(_ pieces: [[UInt8]]) -> [[UInt8]] { pieces.filter { !$0.isEmpty }.reversed() }
}
