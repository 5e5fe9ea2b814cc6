import HTTPWire

/// One connection of the scripted peer.
final class PeerConnection: ByteStream {
  private(set) var isOpen = true
  /// What may be received; the pieces before `index` have been.
  private var pieces: [[UInt8]] = []
  private var index = 0
  /// How much of the piece at `index` has been received.
  private var offset = 0
  private var upcoming: ArraySlice<[[UInt8]]>
  private let end: ConnectionScript.End
  /// How many bytes can still be written; nil for any number.
  private var room: Int?
  private var hasRead = true
  private let record: ([UInt8]) -> Void
  /// Told of each time that reading or writing may take, once.
  private let recordWait: ((Duration?) -> Void)?
  private var waits: Set<Duration?> = []

  init(
    _ script: ConnectionScript.Exchanges, recordWait: ((Duration?) -> Void)? = nil, record: @escaping ([UInt8]) -> Void
  ) {
    self.recordWait = recordWait
    upcoming = script.pieces[...]
    end = script.end
    room = script.room
    self.record = record
  }

  /// Lets the pieces of the next exchange be received.
  func beginExchange() {
    if let exchange = upcoming.popFirst() { pieces += exchange }
  }

  func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
    note(timeout)
    hasRead = true
    guard isOpen else { throw SystemErrors.failure("recv", SystemErrors.badDescriptor) }
    guard index < pieces.count else { return try readPastPieces() }
    let piece = pieces[index]
    let taken = piece[offset...].prefix(buffer.freeCapacity)
    for byte in taken { buffer.append(byte) }
    offset = taken.endIndex
    if offset == piece.count {
      index += 1
      offset = 0
    }
  }

  func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {
    note(timeout)
    guard isOpen else { throw SystemErrors.failure("send", SystemErrors.badDescriptor) }
    var data: [UInt8] = []
    for index in bytes.indices { data.append(bytes[index]) }
    let fitting = room.map { min(max($0, 0), data.count) } ?? data.count
    room = room.map { $0 - fitting }
    // A request of which some has been written has begun, whether the rest of the write fails or not.
    if fitting > 0 { keep(Array(data.prefix(fitting))) }
    if fitting < data.count { throw SystemErrors.failure("send", SystemErrors.brokenPipe) }
  }

  private func note(_ timeout: Duration?) {
    // The page behind a proxy's refusal has what is left of two seconds, which is never the same twice.
    if let timeout, timeout > .seconds(1), timeout < .seconds(2) { return }
    if waits.insert(timeout).inserted { recordWait?(timeout) }
  }

  private func keep(_ written: [UInt8]) {
    record(written)
    if hasRead { beginExchange() }
    hasRead = false
  }

  func close() { isOpen = false }

  var fileDescriptor: Int32? { isOpen ? 7 : nil }

  func pendingInput() -> PendingInput {
    if !isOpen { return .end }
    if index < pieces.count { return .bytes }
    return upcoming.isEmpty && end != .stall ? .end : .nothing
  }

  private func readPastPieces() throws(HTTPException) {
    if !upcoming.isEmpty { throw .timedOut(.reading) }
    switch end {
    case .close: return
    case .reset: throw SystemErrors.failure("recv", SystemErrors.connectionReset)
    case .stall: throw .timedOut(.reading)
    }
  }
}
