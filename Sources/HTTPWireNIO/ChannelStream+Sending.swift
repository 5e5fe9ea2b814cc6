#if NIO
import HTTPWire
import NIOCore
import Synchronization

// How bytes go to the peer. What waits in the socket's way is the channel's to send; the connection sends the rest by itself.

extension ChannelStream {
  /// Sends what the socket takes at once, past the channel: the way through swift-nio would add a seventh to a small request. Returns how
  /// many bytes that were: none if the channel has others that come first.
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
  func give(_ bytes: Span<UInt8>) {
    var buffer = channel.allocator.buffer(capacity: bytes.count)
    // Unsafe only by its declaration.
    _ = unsafe buffer.writeBytes(bytes.bytes)
    if descriptor == nil { return channel.writeAndFlush(buffer, promise: nil) }
    let given = buffer
    state.withLock { $0.givenCount += given.readableBytes }
    // On the loop: a promise that is made elsewhere is lost if the loop is shut down meanwhile, which swift-nio traps in debug builds.
    if channel.eventLoop.inEventLoop { passOn(given) } else { channel.eventLoop.execute { self.passOn(given) } }
  }

  private func passOn(_ buffer: ByteBuffer) {
    let count = buffer.readableBytes
    let isSent = channel.eventLoop.makePromise(of: Void.self)
    isSent.futureResult.whenComplete { (_) in self.state.withLock { $0.givenCount -= count } }
    channel.writeAndFlush(buffer, promise: isSent)
  }

  /// The socket for calls past the channel. Off the loop, the channel could close it during such a call.
  var usableDescriptor: Int32? {
    guard let descriptor, channel.eventLoop.inEventLoop, channel.isActive else { return nil }
    return descriptor
  }
}
#endif
