/// What stands at the front of the input: `skip` bytes of framing to be dropped, then `data` bytes of body. With neither, and not
/// complete, more input is needed.
public struct BodyStep: Sendable, Hashable {
  /// The number of framing bytes, already understood.
  public var skip: Int
  /// The number of body bytes that follow them.
  public var data: Int
  /// Whether the body has ended; bytes behind `skip` belong to something else.
  public var isComplete: Bool

  init(skip: Int = 0, data: Int = 0, isComplete: Bool = false) {
    self.skip = skip
    self.data = data
    self.isComplete = isComplete
  }
}
