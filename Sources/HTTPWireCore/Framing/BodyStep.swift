/// The result of ``ClientExchange/nextBody(in:isAtEnd:)``: the input starts with `framing` bytes of framing, then `data` bytes of body.
/// More input is needed if `data` is 0 and `isEnd` is false.
public struct BodyStep: Sendable, Hashable {
  /// The number of framing bytes. They have been parsed, and the driver drops them.
  public let framing: Int
  /// The number of body bytes after the framing.
  public let data: Int
  /// Whether the body has ended. The bytes after the framing then belong to something else.
  public let isEnd: Bool

  init(framing: Int = 0, data: Int = 0, isEnd: Bool = false) {
    self.framing = framing
    self.data = data
    self.isEnd = isEnd
  }
}
