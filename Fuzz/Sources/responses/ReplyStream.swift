import HTTPWire
import Support

/// A stream that brings a reply in pieces, and may call back whenever it is called itself.
final class ReplyStream: ByteStream {
  /// What follows the last piece.
  enum End: CaseIterable {
    /// The peer ends the stream.
    case closed
    /// Nothing, so that every read times out.
    case quiet
    /// A failed call.
    case failed
    /// The end of the stream, without TLS's close_notify.
    case ragged
  }

  private let pieces: [ArraySlice<UInt8>]
  private var piece = 0
  private var offset = 0
  private let end: End
  private(set) var isClosed = false
  /// Chooses the reads that time out although something is there; nil while none do.
  var delays: SplitMix?
  /// Whether a call may find the stream closed, because it was closed from inside of another.
  var isClosedFromInside = false
  /// Runs inside of each call, reads twice.
  var onCall: () -> Void = {}

  init(_ pieces: [ArraySlice<UInt8>], end: End) {
    self.pieces = pieces
    self.end = end
  }

  /// Whether every read from now on times out.
  var isSilent: Bool { isDry && end == .quiet }

  private var isDry: Bool { piece == pieces.count }

  func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
    require(!isClosed || isClosedFromInside, "a stream that was closed is not read")
    require(buffer.freeCapacity > 0, "there is room for what is read")
    onCall()
    defer { onCall() }
    if isClosed { throw .closed }
    if var random = delays {
      let isLate = Int.random(in: 0..<3, using: &random) == 0
      delays = random
      if isLate { throw .timedOut(.reading) }
    }
    if isDry { return try readEnd() }
    let part = pieces[piece].dropFirst(offset).prefix(buffer.freeCapacity)
    for byte in part { buffer.append(byte) }
    offset += part.count
    if offset == pieces[piece].count { (piece, offset) = (piece + 1, 0) }
  }

  private func readEnd() throws(HTTPException) {
    switch end {
    case .closed: return
    case .quiet: throw .timedOut(.reading)
    case .failed: throw .system(SystemFailure(operation: "recv", code: 104, message: "reset", isConnectionReset: true))
    case .ragged: throw .tls(TLSFailure(.truncated, message: "no close_notify"))
    }
  }

  func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {
    require(!isClosed || isClosedFromInside, "a stream that was closed is not written to")
    onCall()
    if isClosed { throw .closed }
  }

  func close() {
    isClosed = true
    onCall()
  }

  func pendingInput() -> PendingInput {
    onCall()
    if isClosed { return .end }
    if !isDry { return .bytes }
    return end == .quiet ? .nothing : .end
  }
}
