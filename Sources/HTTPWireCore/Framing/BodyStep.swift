/// What stands at the front of the input: `framing` bytes, which are consumed, then `data` bytes of body. With neither data nor the
/// end, more input is needed.
public struct BodyStep: Sendable, Hashable {
  /// The number of framing bytes, already understood; the driver drops them.
  public let framing: Int
  /// The number of body bytes that follow them.
  public let data: Int
  /// Whether the body has ended; the bytes behind the framing belong to something else.
  public let isEnd: Bool

  init(framing: Int = 0, data: Int = 0, isEnd: Bool = false) {
    self.framing = framing
    self.data = data
    self.isEnd = isEnd
  }
}
