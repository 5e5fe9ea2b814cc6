#if NIO
import HTTPWire
import NIOCore

/// The last handler of a channel: it gives what has come to the connection's stream.
final class ReceivingHandler: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = ByteBuffer

  private let stream: ChannelStream
  /// Whether the channel is somebody else's, with other handlers. It does not report the end of the peer's side by itself, so its own end
  /// is taken for that.
  private let isForeign: Bool

  init(_ stream: ChannelStream, isForeign: Bool) {
    self.stream = stream
    self.isForeign = isForeign
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    stream.receive(unwrapInboundIn(data))
    // Handlers of others may not say when they have given all.
    if isForeign { stream.endWaitIfMet(now: false) }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    context.fireChannelReadComplete()
    stream.endWaitIfMet(now: true)
  }

  func read(context: ChannelHandlerContext) {
    if stream.mayRead() { context.read() }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    context.fireChannelWritabilityChanged()
    stream.endWaitIfMet(now: true)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed? = event as? ChannelEvent { stream.receiveEnd() }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) {
    if isForeign { stream.receiveEnd() } else { stream.finish(Self.reset) }
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
