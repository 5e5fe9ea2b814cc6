/// Several bodies as one source.
final class ConcatenatedSource: MeasuredSource {
  private var parts: ArraySlice<PreparedBody>
  /// The rest of a part's bytes, or of its current element.
  private var pending: ArraySlice<UInt8> = []
  private(set) var left: Int?

  /// Prepares each body. Throws what that throws, and `invalidArgument` for one with trailers.
  init(_ bodies: [RequestBody], literalsAreLatin1: Bool) throws(HTTPException) {
    var parts: [PreparedBody] = []
    var total: Int? = 0
    for body in bodies {
      if body.trailers != nil { throw .invalidArgument("trailers end a whole body, so a part of one can't have any") }
      let part = try PreparedBody(body, literalsAreLatin1: literalsAreLatin1)
      total = try Self.sum(total, part.length)
      parts.append(part)
    }
    self.parts = parts[...]
    left = total
  }

  private static func sum(_ total: Int?, _ length: RequestPlan.Body) throws(HTTPException) -> Int? {
    guard let total, case .length(let count) = length else { return nil }
    let (sum, overflows) = total.addingReportingOverflow(count)
    if overflows { throw .invalidArgument("a body can't have more than \(Int.max) bytes") }
    return sum
  }

  /// Whether the next bytes can be read without waiting.
  var isReadyToRead: Bool { !pending.isEmpty || parts.first?.isAtHand != false }

  /// Appends bytes of as many parts as have them at hand. What was collected does not wait for a part that has to be waited for.
  func read(into buffer: inout OutputSpan<UInt8>) throws(HTTPException) {
    let start = buffer.count
    while buffer.freeCapacity > 0, buffer.count == start || isReadyToRead, try readPart(into: &buffer) {}
    left = left.map { $0 - (buffer.count - start) }
  }

  /// Appends bytes of the first part, or drops it at its end. Returns false if no part is left.
  private func readPart(into buffer: inout OutputSpan<UInt8>) throws(HTTPException) -> Bool {
    if !pending.isEmpty {
      pending.removeFirst(buffer.append(copying: pending.span))
      return true
    }
    switch parts.first {
    case nil: return false
    case .bytes(let bytes):
      pending = bytes[...]
      parts.removeFirst()
    case .source(let source, _):
      let before = buffer.count
      try source.read(into: &buffer)
      if buffer.count == before { parts.removeFirst() }
    case .chunks(let next, _):
      if let element = try next() { pending = element[...] } else { parts.removeFirst() }
    }
    return true
  }
}
