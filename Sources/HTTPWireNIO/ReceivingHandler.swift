#if NIO
import HTTPWire
import NIOCore

/// The last handler of a channel: it gives what has come to the connection's stream.
final class ReceivingHandler: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = ByteBuffer

  private let stream: ChannelStream
  /// Whether the end of the channel is that of the peer's side: the channel does not report that by itself.
  private let closesWithPeer: Bool

  init(_ stream: ChannelStream, closesWithPeer: Bool) {
    self.stream = stream
    self.closesWithPeer = closesWithPeer
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) { stream.receive(unwrapInboundIn(data)) }

  func read(context: ChannelHandlerContext) {
    if stream.mayRead() { context.read() }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    stream.endWaitIfMet()
    context.fireChannelWritabilityChanged()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed? = event as? ChannelEvent { stream.receiveEnd() }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) {
    if closesWithPeer { stream.receiveEnd() } else { stream.finish(Self.reset) }
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    stream.finish(Self.failure(error))
    context.close(promise: nil)
  }

  /// What the failure of a channel is for the connection.
  static func failure(_ error: any Error) -> HTTPException {
    switch error {
    case let error as IOError: Syscalls.failure("recv", error.errnoCode)
    case ChannelError.ioOnClosedChannel, ChannelError.alreadyClosed, ChannelError.inputClosed, ChannelError.outputClosed: .closed
    default: HTTPException(error)
    }
  }

  /// The channel has ended without the end of the peer's side.
  private static var reset: HTTPException { Syscalls.failure("recv", Syscalls.resetCode) }
}
#endif
