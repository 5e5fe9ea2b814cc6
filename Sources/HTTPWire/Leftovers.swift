/// What reads that failed have left behind. Most responses never have any, so that it is kept apart from them.
final class Leftovers {
  /// Bytes that a failed read had collected; the next read begins with them.
  var salvage: ArraySlice<UInt8> = []
  /// Why nothing can be read any more: thrown by all reads once the salvage is used up.
  var failure: HTTPException?
  /// Whether a read has thrown `failure`, so that the next one may end where the salvage does.
  var failureIsTold = false
  /// An error that was met and not told, by a peek or because the leniency hides it: the next read's.
  var pending: HTTPException?

  /// Moves salvaged bytes to `line` up to and including the next line feed, or `limit` of them. Returns whether the line is complete.
  func takeLine(into line: inout [UInt8], limit: Int) -> Bool {
    let available = salvage.prefix(limit)
    let feed = available.firstIndex(of: 0x0A)
    let taken = available[...(feed ?? available.endIndex - 1)]
    line.append(contentsOf: taken)
    salvage.removeFirst(taken.count)
    return feed != nil
  }
}
