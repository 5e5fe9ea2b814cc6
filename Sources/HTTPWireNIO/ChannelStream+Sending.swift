#if NIO
import HTTPWire
import NIOCore
import Synchronization

// How bytes go to the peer. Bytes that the socket does not take at once are left to the channel.

extension ChannelStream {
  /// Sends what the socket takes at once, past the channel, whose way to the socket is long. Returns how many bytes
  /// that were: none if the channel has others that come first.
  func sendNow(_ bytes: Span<UInt8>) throws(HTTPException) -> Int {
    guard let descriptor = usableDescriptor, state.withLock({ $0.givenCount == 0 }) else { return 0 }
    var sent = 0
    while sent < bytes.count {
      switch try Syscalls.transmitNow(descriptor, bytes.extracting(sent...)) {
      case .moved(let count): sent += count
      case .interrupted: continue
      case .wouldBlock: return sent
      }
    }
    return sent
  }

  /// Gives bytes to the channel, which keeps them until the socket takes them.
  func give(_ bytes: Span<UInt8>) throws(HTTPException) {
    if !channel.isActive { throw .closed }
    var buffer = channel.allocator.buffer(capacity: bytes.count)
    // Unsafe only by its declaration.
    _ = unsafe buffer.writeBytes(bytes.bytes)
    let given = buffer
    let isInLoop = channel.eventLoop.inEventLoop
    let isFirst = state.withLock { (state) in
      state.givenCount += given.readableBytes
      if isInLoop, state.handedOver == 0 { return true }
      state.handedOver += 1
      return false
    }
    if isFirst { return passOn(given) }
    channel.eventLoop.execute {
      self.state.withLock { $0.handedOver -= 1 }
      self.passOn(given)
    }
  }

  /// Writes on the loop. A promise that is made elsewhere is lost if the loop is shut down meanwhile, which swift-nio traps in debug
  /// builds.
  private func passOn(_ buffer: ByteBuffer) {
    let count = buffer.readableBytes
    // Handlers of others may forget a promise.
    if descriptor == nil {
      channel.writeAndFlush(buffer, promise: nil)
      return noteAccepted(count)
    }
    let isSent = channel.eventLoop.makePromise(of: Void.self)
    isSent.futureResult.whenComplete { (_) in self.noteAccepted(count) }
    channel.writeAndFlush(buffer, promise: isSent)
  }

  private func noteAccepted(_ count: Int) {
    let closes = state.withLock { (state) in
      state.givenCount -= count
      return state.closesWhenSent && state.givenCount == 0
    }
    if closes { channel.close(promise: nil) }
    parker.wake()
  }

  /// The socket for calls past the channel. Off the loop, the channel could close it during such a call.
  var usableDescriptor: Int32? {
    guard let descriptor, channel.eventLoop.inEventLoop, channel.isActive else { return nil }
    return descriptor
  }
}
#endif
