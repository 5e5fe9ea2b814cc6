#if NIO
import HTTPWire
import NIOCore
import Synchronization

/// A channel of swift-nio as the stream of a connection.
///
/// On the channel's event loop, the connection polls: a read finds what has come or throws `timedOut`, and the connection waits with
/// ``wait(for:)``. Other threads, which open connections, may block in its calls.
final class ChannelStream: ByteStream, Sendable {
  /// How many received bytes are kept until they are read. The channel is asked for no more then, so the peer is slowed down.
  static let readAheadLimit = 262_144

  /// How many bytes are given to the channel at a time. It keeps what the socket does not take.
  private static let mostAtOnce = 262_144
  /// In how many pieces received bytes may be: each costs some memory of its own.
  private static let mostPieces = 4096

  private struct State {
    var received: [ByteBuffer] = []
    var receivedCount = 0
    /// Whether the peer has ended the stream, or this side has.
    var isAtEnd = false
    var failure: HTTPException?
    /// Whether the channel wants to read, and may not before some bytes are taken.
    var isPaused = false
    /// Whether the next wait ends at once.
    var isWoken = false
    var waiter: Waiter?
  }

  /// A task that waits on the event loop.
  private struct Waiter {
    let needs: PollingNeeds
    let continuation: CheckedContinuation<Bool, Never>
  }

  let channel: any Channel
  private let state = Mutex(State())
  /// Wakes a thread that blocks in a call.
  private let parker = Parker()
  /// The channel's descriptor, if it is known.
  private let descriptor: Int32?

  /// Makes a stream of a channel. Its handler is to be added to the channel's pipeline.
  init(_ channel: any Channel, descriptor: Int32?) {
    self.channel = channel
    self.descriptor = descriptor
  }

  // MARK: ByteStream

  func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
    let deadline = Deadline(after: timeout)
    while true {
      let found = try take(into: &buffer)
      if found.resumes { resumeReading() }
      if found.isDone { return }
      try block(until: deadline, timeout, .timedOut(.reading))
    }
  }

  func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {
    if let failure = state.withLock({ $0.failure }) { throw failure }
    var buffer = channel.allocator.buffer(capacity: bytes.count)
    // Unsafe only by its declaration.
    _ = unsafe buffer.writeBytes(bytes.bytes)
    channel.writeAndFlush(buffer, promise: nil)
  }

  func writeSome(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) -> Int {
    let deadline = Deadline(after: timeout)
    while !channel.isWritable {
      let isHeard = try state.withLock { (state) throws(HTTPException) in
        // Nothing would end a wait for a broken channel: whoever sends must hear of it.
        if let failure = state.failure { throw failure }
        return state.receivedCount > 0
      }
      if isHeard { return 0 }
      try block(until: deadline, timeout, .timedOut(.sending))
    }
    let part = bytes.extracting(first: Self.mostAtOnce)
    try write(part, timeout: timeout)
    return part.count
  }

  func close() {
    finish(.closed)
    channel.close(promise: nil)
  }

  func pendingInput() -> PendingInput {
    let known: PendingInput? = state.withLock { (state) in
      if state.receivedCount > 0 { return .bytes }
      return state.isAtEnd || state.failure != nil ? .end : nil
    }
    if let known { return known }
    // What the event loop has not read yet. Off the loop the channel could be closed during the call.
    guard let descriptor, channel.eventLoop.inEventLoop, channel.isActive else { return .nothing }
    return Syscalls.peek(descriptor)
  }

  var interrupter: (any StreamInterrupter)? { self }

  // MARK: Waiting

  /// Whether the channel still has so much to send that nothing more may be given to it.
  var isBacklogged: Bool { !channel.isWritable && state.withLock { $0.failure == nil } }

  /// Waits on the event loop. Returns false if the time is over.
  nonisolated(nonsending) func wait(for needs: PollingNeeds) async -> Bool {
    let timer = needs.time.map { time in
      channel.eventLoop.scheduleTask(in: TimeAmount(time)) { self.endWait(false) }
    }
    defer { timer?.cancel() }
    return await withCheckedContinuation { continuation in
      let turn = state.withLock { (state) in
        if state.failure != nil, needs.reads || needs.sends { return Turn.none }
        if state.isWoken || isMet(needs, state) {
          state.isWoken = false
          return .next
        }
        state.waiter = Waiter(needs: needs, continuation: continuation)
        return .later
      }
      switch turn {
      case .none: continuation.resume(returning: true)
      // The loop gets a turn in any case: there may be bytes that only it can receive.
      case .next: channel.eventLoop.execute { continuation.resume(returning: true) }
      case .later: break
      }
    }
  }

  /// When a wait ends.
  private enum Turn {
    /// At once.
    case none
    /// At the loop's next turn.
    case next
    case later
  }

  /// Ends the wait, or the next one.
  func wake() {
    let waiter = state.withLock { (state) in
      state.isWoken = state.waiter == nil
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?.continuation.resume(returning: true)
    parker.wake()
  }

  private func endWait(_ isReady: Bool) {
    let waiter = state.withLock { (state) in
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?.continuation.resume(returning: isReady)
  }

  /// Blocks a thread until something has changed. On the event loop, and if there is no time, throws the error.
  private func block(until deadline: Deadline, _ timeout: Duration?, _ error: HTTPException) throws(HTTPException) {
    if timeout == .zero || channel.eventLoop.inEventLoop { throw error }
    let remaining = deadline.remaining
    if remaining == .zero || !parker.wait(upTo: remaining) { throw error }
  }

  private func isMet(_ needs: PollingNeeds, _ state: State) -> Bool {
    if state.failure != nil { return needs.reads || needs.sends }
    if needs.reads, state.receivedCount > 0 || state.isAtEnd { return true }
    return needs.sends && channel.isWritable
  }

  /// Ends the wait whose needs are met, after something has changed.
  func endWaitIfMet() {
    let waiter = state.withLock { (state) -> Waiter? in
      guard let waiter = state.waiter, isMet(waiter.needs, state) else { return nil }
      state.waiter = nil
      return waiter
    }
    waiter?.continuation.resume(returning: true)
    parker.wake()
  }

  // MARK: Receiving

  /// Takes received bytes. It is done if there were any, or at the end. `resumes` says that the channel may read on.
  private func take(into buffer: inout OutputSpan<UInt8>) throws(HTTPException) -> (isDone: Bool, resumes: Bool) {
    var pieces = state.withLock { (state) in
      defer { state.received = [] }
      return state.received
    }
    var taken = 0
    var used = 0
    while buffer.freeCapacity > 0, used < pieces.count {
      var first = pieces[used]
      let count = min(first.readableBytes, buffer.freeCapacity)
      buffer.append(copying: first.readableBytesUInt8Span.extracting(first: count))
      first.moveReaderIndex(forwardBy: count)
      taken += count
      if first.readableBytes == 0 { used += 1 } else { pieces[used] = first }
    }
    // Once, not for each: a peer that drips leaves many.
    pieces.removeFirst(used)
    let (failure, isAtEnd, resumes) = state.withLock { (state) in
      state.received = pieces + state.received
      state.receivedCount -= taken
      let resumes = state.isPaused && state.receivedCount < Self.readAheadLimit / 2 && state.received.count < Self.mostPieces / 2
      if resumes { state.isPaused = false }
      return (state.failure, state.isAtEnd, resumes)
    }
    if taken > 0 { return (true, resumes) }
    if let failure { throw failure }
    return (isAtEnd, resumes)
  }

  private func resumeReading() {
    if channel.eventLoop.inEventLoop { channel.read() } else { channel.eventLoop.execute { self.channel.read() } }
  }

  /// Whether the channel may read more now. Otherwise it is asked to later.
  func mayRead() -> Bool {
    state.withLock { (state) in
      state.isPaused = state.receivedCount >= Self.readAheadLimit || state.received.count >= Self.mostPieces
      return !state.isPaused
    }
  }

  /// Keeps bytes that have come.
  func receive(_ buffer: ByteBuffer) {
    if buffer.readableBytes == 0 { return }
    state.withLock { (state) in
      state.received.append(buffer)
      state.receivedCount += buffer.readableBytes
    }
    endWaitIfMet()
  }

  /// Notes that the peer has ended its side.
  func receiveEnd() {
    state.withLock { $0.isAtEnd = true }
    endWaitIfMet()
  }

  /// Notes that the channel is closed or broken. The first reason counts.
  func finish(_ error: HTTPException) {
    state.withLock { (state) in
      if state.failure == nil { state.failure = error }
    }
    endWaitIfMet()
  }
}

extension ChannelStream: StreamInterrupter {
  func interrupt() { finish(.closed) }
}
#endif
