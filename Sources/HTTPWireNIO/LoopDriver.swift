#if NIO
import HTTPWire
import HTTPWireAsync
import NIOCore
import NIOPosix
import Synchronization

/// Runs a connection on an event loop. It is opened in a thread, because looking up names and the handshake of TLS may block, and then given
/// to the loop.
final class LoopDriver: ConnectionDriver {
  let loop: any EventLoop
  private let pool: ThreadPool
  private let stream = Mutex<ChannelStream?>(nil)

  init(_ loop: any EventLoop, pool: ThreadPool = .shared) {
    self.loop = loop
    self.pool = pool
  }

  var executor: any SerialExecutor { loop.executor }
  var mustNotBlock: Bool { true }

  /// Makes the connection's opener give its sockets to the loop.
  func adopt(_ connection: HTTPConnection) {
    let opener = connection.opener
    connection.opener = { (target) throws(HTTPException) in try self.handOver(try opener(target)) }
  }

  /// Makes the connection use a channel. It can't be opened again.
  func adopt(_ connection: HTTPConnection, over channel: any Channel) {
    connection.opener = { (_) throws(HTTPException) in
      guard self.stream.withLock({ $0 == nil }) else { throw .notConnected }
      return try self.attach(ChannelStream(channel, descriptor: nil), closesWithPeer: true)
    }
  }

  // MARK: Waiting

  nonisolated(nonsending) func takePlace(until deadline: ExchangeDeadline?) async throws(HTTPException) {}

  func givePlaceBack() {}

  nonisolated(nonsending) func wait(for needs: PollingNeeds) async throws(HTTPException) -> Bool {
    guard let stream = stream.withLock({ $0 }) else { throw .notConnected }
    return await stream.wait(for: needs)
  }

  func wake() { stream.withLock { $0 }?.wake() }

  nonisolated(nonsending) func block(_ body: @Sendable () throws(HTTPException) -> Void) async throws(HTTPException) {
    try await pool.block(body)
  }

  // MARK: Opening

  /// Gives an open socket to the loop. Called in a thread that may block.
  private func handOver(_ opened: any ByteStream) throws(HTTPException) -> any ByteStream {
    guard let socket = opened as? SocketStream, let descriptor = socket.giveUpDescriptor() else {
      opened.close()
      throw .invalidArgument("a connection on an event loop needs an opener that returns a SocketStream")
    }
    do {
      let channel = try ClientBootstrap(group: loop)
        .channelOption(.allowRemoteHalfClosure, value: true)
        .channelOption(.writeBufferWaterMark, value: .init(low: 131_072, high: 524_288))
        .channelOption(.autoRead, value: false)
        .withConnectedSocket(descriptor).wait()
      return try attach(ChannelStream(channel, descriptor: descriptor), closesWithPeer: false)
    } catch {
      throw ReceivingHandler.failure(error)
    }
  }

  /// Adds the handler to a stream's channel, and lets it read.
  private func attach(_ new: ChannelStream, closesWithPeer: Bool) throws(HTTPException) -> any ByteStream {
    do {
      try loop.submit {
        try new.channel.pipeline.syncOperations.addHandler(ReceivingHandler(new, closesWithPeer: closesWithPeer))
        try new.channel.syncOptions?.setOption(.autoRead, value: true)
        new.channel.read()
      }.wait()
    } catch {
      new.channel.close(promise: nil)
      throw ReceivingHandler.failure(error)
    }
    stream.withLock { $0 = new }
    return new
  }
}
#endif
