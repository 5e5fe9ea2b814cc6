// The standard library's own searches for a text within a text bring all of its regular expressions into a static program.

extension StringProtocol {
  /// Where a text first occurs; nil if it does not, or is empty.
  package func firstRange(ofText text: String) -> Range<Index>? {
    if text.isEmpty { return nil }
    let (searched, wanted) = (utf8, text.utf8)
    var start = searched.startIndex
    while start < searched.endIndex {
      let rest = searched[start...]
      if rest.starts(with: wanted) { return start..<searched.index(start, offsetBy: wanted.count) }
      start = searched.index(after: start)
    }
    return nil
  }

  /// Whether a text occurs; false for an empty one.
  package func hasText(_ text: String) -> Bool { firstRange(ofText: text) != nil }
}
