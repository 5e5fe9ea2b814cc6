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

  /// How many bytes are sent before the loop gets a turn: a peer that takes all of them at once could not be heard otherwise.
  private static let mostInTurn = 262_144
  /// How many bytes the channel is given at most by a thread that opens the connection, before the loop has seen to them.
  private static let mostGiven = 524_288
  /// How long a closed channel may still send, to a peer that does not take it.
  private static let longestLinger = TimeAmount.seconds(10)
  /// In how many pieces received bytes may be: each costs some memory of its own.
  private static let mostPieces = 4096

  struct State {
    var received = CircularBuffer<ByteBuffer>()
    var receivedCount = 0
    /// How many bytes the channel was given to send that the socket has not taken yet.
    var givenCount = 0
    /// How many bytes of a body were sent since the last wait.
    var sentInTurn = 0
    /// Whether the peer has ended the stream, or this side has.
    var isAtEnd = false
    var failure: HTTPException?
    /// Whether the channel wants to read, and may not before some bytes are taken.
    var isPaused = false
    /// Whether the channel is closed once it has sent all.
    var closesWhenSent = false
    /// How many buffers are on their way to the loop from other threads. What is given on the loop meanwhile comes after them.
    var handedOver = 0
    /// What the task waits for that is in the turnstile, or is about to be.
    var needs: PollingNeeds?
    /// The number of the last wait.
    var wait = 0
    /// Whether the time of the last wait was over.
    var wasLate = false
  }

  let channel: any Channel
  let state = Mutex(State())
  /// Where a task waits on the event loop.
  let turnstile: Turnstile
  /// Wakes a thread that blocks in a call.
  let parker = Parker()
  /// The channel's descriptor, if it is known.
  let descriptor: Int32?

  /// Makes a stream of a channel. Its handler is to be added to the channel's pipeline.
  init(_ channel: any Channel, descriptor: Int32?, _ executor: LoopExecutor) {
    self.channel = channel
    turnstile = Turnstile(executor)
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
    let sent = try sendNow(bytes)
    if sent < bytes.count { try give(bytes.extracting(sent...)) }
  }

  func writeSome(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) -> Int {
    let deadline = Deadline(after: timeout)
    while !mayWriteSome {
      let isHeard = try state.withLock { (state) throws(HTTPException) in
        // Nothing would end a wait for a broken channel: whoever sends must hear of it.
        if let failure = state.failure { throw failure }
        return state.receivedCount > 0
      }
      if isHeard { return 0 }
      try block(until: deadline, timeout, .timedOut(.sending))
    }
    let part = bytes.extracting(first: Self.mostInTurn)
    try write(part, timeout: timeout)
    state.withLock { $0.sentInTurn += part.count }
    return part.count
  }

  /// Whether more of a body may be sent now. A channel that has ended says that itself.
  private var mayWriteSome: Bool {
    if !channel.isActive { return true }
    if !channel.isWritable { return false }
    let isInLoop = channel.eventLoop.inEventLoop
    return state.withLock { isInLoop ? $0.sentInTurn < Self.mostInTurn : $0.givenCount < Self.mostGiven }
  }

  /// Closes the channel once the socket has taken what the channel was given, as the system does with what a socket was given.
  func close() {
    finish(.closed)
    let isDone = state.withLock { (state) in
      state.closesWhenSent = true
      return state.givenCount == 0
    }
    if isDone { return channel.close(promise: nil) }
    channel.eventLoop.execute {
      self.channel.eventLoop.scheduleTask(in: Self.longestLinger) { self.channel.close(promise: nil) }
    }
  }

  func pendingInput() -> PendingInput {
    let known: PendingInput? = state.withLock { (state) in
      if state.receivedCount > 0 { return .bytes }
      return state.isAtEnd || state.failure != nil ? .end : nil
    }
    if let known { return known }
    // What the event loop has not read yet.
    return usableDescriptor.map { Syscalls.peek($0) } ?? .nothing
  }

  var interrupter: (any StreamInterrupter)? { self }

  // MARK: Receiving

  /// Takes received bytes. It is done if there were any, or at the end. `resumes` says that the channel may read on.
  private func take(into buffer: inout OutputSpan<UInt8>) throws(HTTPException) -> (isDone: Bool, resumes: Bool) {
    var taken = 0
    while buffer.freeCapacity > 0, var piece = state.withLock({ $0.received.popFirst() }) {
      let count = min(piece.readableBytes, buffer.freeCapacity)
      buffer.append(copying: piece.readableBytesUInt8Span.extracting(first: count))
      taken += count
      piece.moveReaderIndex(forwardBy: count)
      if piece.readableBytes > 0 { state.withLock { $0.received.prepend(piece) } }
    }
    if taken > 0 { return (true, noteTaken(taken)) }
    let (failure, isAtEnd) = state.withLock { ($0.failure, $0.isAtEnd) }
    if let failure { throw failure }
    return (isAtEnd, false)
  }

  /// Notes that bytes were taken. Returns whether the channel may read on that had to stop.
  private func noteTaken(_ count: Int) -> Bool {
    state.withLock { (state) in
      state.receivedCount -= count
      let resumes = state.isPaused && state.receivedCount < Self.readAheadLimit / 2 && state.received.count < Self.mostPieces / 2
      if resumes { state.isPaused = false }
      return resumes
    }
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

  /// Keeps bytes that have come. Whoever waits for them is told by ``endWaitIfMet(now:)``.
  func receive(_ buffer: ByteBuffer) {
    if buffer.readableBytes == 0 { return }
    state.withLock { (state) in
      state.received.append(buffer)
      state.receivedCount += buffer.readableBytes
    }
  }

  /// Notes that the peer has ended its side.
  func receiveEnd() {
    state.withLock { $0.isAtEnd = true }
    endWaitIfMet(now: false)
  }

  /// Notes that the channel is closed or broken. The first reason counts.
  func finish(_ error: HTTPException) {
    state.withLock { (state) in
      if state.failure == nil { state.failure = error }
    }
    endWaitIfMet(now: false)
  }
}

extension ChannelStream: StreamInterrupter {
  func interrupt() { finish(.closed) }
}
#endif
