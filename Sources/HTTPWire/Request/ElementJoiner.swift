/// Joins the small elements of a sequence, so that each write and each chunk has more than a few bytes.
///
/// What was joined is handed on once the next element would make it too long, at an empty element, at the end, and when it has waited for
/// ``longestWait``. While the sequence makes an element, nothing can be sent.
final class ElementJoiner {
  private let next: RequestBody.Elements
  private let limit: Int
  /// The element that did not fit behind those before it.
  private var held: [UInt8]?
  /// Whether the sequence has ended. It is not asked again then.
  private var hasEnded = false

  /// How long an element may wait for further ones, as far as the sequence returns them.
  private static let longestWait = Duration.milliseconds(50)

  init(_ next: @escaping RequestBody.Elements, upTo limit: Int) {
    self.next = next
    self.limit = limit
  }

  /// Returns elements as one. An element of its own that is too long is not copied.
  func take() throws(HTTPException) -> [UInt8]? {
    var first = held
    held = nil
    if first == nil { first = try nextElement() }
    guard var joined = first else { return nil }
    if joined.isEmpty || joined.count >= limit { return joined }
    let start = Syscalls.monotonicTime()
    while let element = try nextElement(), !element.isEmpty {
      if element.count > limit - joined.count {
        held = element
        break
      }
      joined += element
      if joined.count == limit || Syscalls.monotonicTime() - start >= Self.longestWait { break }
    }
    return joined
  }

  private func nextElement() throws(HTTPException) -> [UInt8]? {
    if hasEnded { return nil }
    let element = try next()
    hasEnded = element == nil
    return element
  }
}
