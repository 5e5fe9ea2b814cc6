#if NIO
import HTTPWire
import HTTPWireAsync
import NIOCore
import NIOPosix
import Synchronization

/// Runs a connection on an event loop. It is opened in a thread, because looking up names and the handshake of TLS may block, and then
/// given to the loop.
final class LoopDriver: ConnectionDriver {
  let loop: any EventLoop
  private let loopExecutor: LoopExecutor
  private let pool: ThreadPool
  private let stream = Mutex<ChannelStream?>(nil)

  init(_ loop: any EventLoop, pool: ThreadPool = .shared) {
    self.loop = loop
    loopExecutor = LoopExecutor(loop)
    self.pool = pool
  }

  /// Makes a driver for a stream that its connection has given away: the connection's next one is another.
  private init(_ other: LoopDriver) {
    loop = other.loop
    loopExecutor = other.loopExecutor
    pool = other.pool
    stream.withLock { $0 = other.stream.withLock { $0 } }
  }

  func detached() -> any ConnectionDriver { LoopDriver(self) }

  var executor: any SerialExecutor { loopExecutor }
  var mustNotBlock: Bool { true }
  var isBacklogged: Bool { stream.withLock { $0 }?.isBacklogged == true }

  /// Makes the connection's opener give its sockets to the loop.
  func adopt(_ connection: HTTPConnection) {
    let opener = connection.opener
    connection.opener = { (target) throws(HTTPException) in try self.handOver(try opener(target)) }
  }

  /// Makes the connection use a channel. It can't be opened again.
  func adopt(_ connection: HTTPConnection, over channel: any Channel) {
    connection.opener = { (_) throws(HTTPException) in
      guard self.stream.withLock({ $0 == nil }) else { throw .notConnected }
      return try self.attach(ChannelStream(channel, descriptor: nil, self.loopExecutor), isForeign: true)
    }
  }

  // MARK: Waiting

  nonisolated(nonsending) func takePlace(until deadline: ExchangeDeadline?, _ canceller: Canceller) async throws(HTTPException) {}

  func givePlaceBack() {}

  nonisolated(nonsending) func wait(for needs: PollingNeeds) async throws(HTTPException) -> Bool {
    guard let stream = stream.withLock({ $0 }) else { throw .notConnected }
    return await stream.wait(for: needs)
  }

  func wake() { stream.withLock { $0 }?.wake() }

  nonisolated(nonsending) func block(
    until deadline: ExchangeDeadline?, _ canceller: Canceller, _ body: @Sendable () throws(HTTPException) -> Void
  ) async throws(HTTPException) {
    try await pool.block(until: deadline, canceller, body)
  }

  // MARK: Opening

  /// Gives an open socket to the loop. Called in a thread that may block.
  private func handOver(_ opened: any ByteStream) throws(HTTPException) -> any ByteStream {
    guard ClientBootstrap(validatingGroup: loop) != nil else {
      opened.close()
      throw .invalidArgument("an event loop of another kind can't take a socket: make the connection over a channel of it")
    }
    guard let socket = opened as? SocketStream, let descriptor = socket.giveUpDescriptor() else {
      opened.close()
      throw .invalidArgument("a connection on an event loop needs an opener that returns a SocketStream")
    }
    let given = GivenDescriptor(descriptor)
    let channel = try value {
      ClientBootstrap(group: self.loop)
        .channelOption(.allowRemoteHalfClosure, value: true)
        .channelOption(.writeBufferWaterMark, value: .init(low: 131_072, high: 524_288))
        .channelOption(.autoRead, value: false)
        .withConnectedSocket(given.take())
    }
    return try attach(ChannelStream(channel, descriptor: descriptor, loopExecutor), isForeign: false)
  }

  /// Adds the handler to a stream's channel, and lets it read.
  private func attach(_ new: ChannelStream, isForeign: Bool) throws(HTTPException) -> any ByteStream {
    do throws(HTTPException) {
      try value {
        self.loop.submit {
          try new.channel.pipeline.syncOperations.addHandler(ReceivingHandler(new, isForeign: isForeign))
          try new.channel.syncOptions?.setOption(.autoRead, value: true)
          new.channel.read()
        }
      }
    } catch {
      new.channel.close(promise: nil)
      throw error
    }
    stream.withLock { $0 = new }
    return new
  }

  /// Waits for a result of the loop. A loop that is shut down meanwhile may never give it.
  private func value<Value: Sendable>(
    _ begin: @escaping @Sendable () -> EventLoopFuture<Value>
  ) throws(HTTPException) -> Value {
    if loopExecutor.isLoopDown { throw .closed }
    let promised = Promised<Value>()
    // On the loop: a promise that is made elsewhere is lost if the loop is shut down meanwhile, which swift-nio traps in debug builds.
    loop.execute { begin().whenComplete { promised.fulfill($0) } }
    while true {
      if let result = promised.wait(milliseconds: Self.lookTime) {
        do {
          return try result.get()
        } catch {
          throw ReceivingHandler.failure(error)
        }
      }
      if loopExecutor.isLoopDown { throw .closed }
    }
  }

  /// After how many milliseconds a thread that waits for the loop looks whether there still is one.
  private static let lookTime: Int32 = 100
}

/// A descriptor that is closed unless the loop takes it.
private final class GivenDescriptor: Sendable {
  private let descriptor: Mutex<Int32?>

  init(_ descriptor: Int32) { self.descriptor = Mutex(descriptor) }

  deinit {
    if let left = descriptor.withLock({ $0 }) { Syscalls.release(left) }
  }

  /// Gives the descriptor to the loop, once. Returns -1 after that.
  func take() -> Int32 {
    descriptor.withLock { (descriptor) in
      defer { descriptor = nil }
      return descriptor ?? -1
    }
  }
}

/// A result that a thread waits for.
private final class Promised<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, any Error>?>(nil)
  private let parker = Parker()

  func fulfill(_ value: Result<Value, any Error>) {
    result.withLock { $0 = value }
    parker.wake()
  }

  func wait(milliseconds: Int32) -> Result<Value, any Error>? {
    parker.wait(milliseconds: milliseconds)
    return result.withLock { $0 }
  }
}
#endif
