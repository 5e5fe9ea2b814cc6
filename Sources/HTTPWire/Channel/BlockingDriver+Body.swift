/// Where the bytes of a body come from: the input, or the stream without it.
extension BlockingDriver {
  /// A read from the stream as large as this is worth a call of its own.
  static let largeRead = 16_384

  /// What `take` leaves to be done.
  enum Need { case done, fill, read(limit: Int) }

  /// Appends body bytes that are in the input. When there are none, either the input has to be filled, or up to `limit` bytes are to be
  /// read straight to where they are wanted.
  mutating func take(into output: inout OutputSpan<UInt8>, ofLarger larger: Bool) throws(HTTPException) -> Need {
    let before = output.count
    repeat {
      switch try exchange.nextBody(&input) {
      case .end: return .done
      case .needMore:
        if output.count > before { return .done }
        let limit = exchange.directReadLimit(input)
        return isWorthReadingDirectly(limit, output.freeCapacity, ofLarger: larger) ? .read(limit: limit) : .fill
      case .data(let count):
        let taken = output.append(copying: input.bytes.span.extracting(input.start..<input.start + count))
        exchange.take(taken, from: &input)
      }
    } while larger && output.freeCapacity > 0
    try exchange.settle(&input)
    return .done
  }

  /// Whether the input would only be a detour: when much is left of the body, for a large request and for what is left of one, which
  /// would have all that follows come by way of the input, too. A short rest comes with what is behind it, if that must not be there.
  @inline(__always)
  private func isWorthReadingDirectly(_ limit: Int, _ room: Int, ofLarger larger: Bool) -> Bool {
    limit >= Self.largeRead && (room >= Self.largeRead || larger && exchange.framing != .chunked)
  }
}
