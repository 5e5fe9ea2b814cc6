// Giving the stream to whoever goes on with it.

extension Channel {
  /// Whether `other` is this channel's stream: the original one, or the one that `handOff()` returned.
  func isStream(_ other: any ByteStream) -> Bool { other === stream || other === source }

  /// Returns the stream for the protocol that replaces HTTP. Bytes that were read too far come first (RFC 9110 section 7.8). If the
  /// response is read further, it reads from the same stream. While HTTP is spoken, returns the stream as it is.
  func handOff() -> any ByteStream {
    guard use({ $0.exchange.framing.leavesHTTP }) else { return stream }
    reportDetached()
    isHandedOff = true
    let rest = isCallingStream ? [] : use { $0.takeUnread() }
    if rest.isEmpty { return source }
    if let prefixed = source as? PrefixedStream, prefixed !== stream {
      prefixed.putBack(rest)
    } else {
      source = PrefixedStream(rest, stream)
    }
    return source
  }

  /// Gives the stream away. Bytes that were received and not consumed come first. Nil while a call of the stream is running.
  func detach() -> (any ByteStream)? {
    if isCallingStream { return nil }
    reportDetached()
    isHandedOff = true
    isClosed = true
    endCancelling()
    return hasInput ? PrefixedStream(use { Array($0.input.contents) }, source) : source
  }

  private func reportDetached() {
    if isObserved, !isHandedOff { report(.detached) }
  }
}
