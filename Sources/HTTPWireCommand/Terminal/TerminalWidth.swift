/// How much room text takes on a terminal.
enum TerminalWidth {
  /// The beginning of a text that fits into some columns. No character is split.
  static func cut(_ text: String, to columns: Int) -> String {
    var left = columns
    var end = text.startIndex
    while end < text.endIndex {
      left -= self.columns(text[end])
      if left < 0 { break }
      end = text.index(after: end)
    }
    return String(text[..<end])
  }

  /// The columns of one character: that of its widest scalar, because accents and joined scalars stand over the first.
  static func columns(_ character: Character) -> Int {
    character.unicodeScalars.lazy.map(columns).max() ?? 0
  }

  /// Two columns for the wide scalars of East Asia and for emoji (Unicode's annexes 11 and 51), none for those that stand over others.
  private static func columns(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0..<0x300: return 1
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F000...0x1FAFF, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x20000...0x3FFFD:
      return 2
    default: break
    }
    if scalar.properties.isEmojiPresentation { return 2 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return 1
    }
  }
}
