/// Finds labels beyond ASCII that IDNA 2003, IDNA 2008 and browsers treat alike (RFC 3491, RFC 5892, UTS 46).
enum IDNALabel {
  /// The label in lower case. Returns nil if a letter's case pair is newer than Unicode 3.2, the version that IDNA 2003 uses.
  static func lowercased(_ label: String) -> [Unicode.Scalar]? {
    var result: [Unicode.Scalar] = []
    for scalar in label.unicodeScalars {
      let lower = scalar.properties.lowercaseMapping.unicodeScalars
      if !lower.elementsEqual([scalar]), !isOld(scalar) || !lower.allSatisfy(isOld) { return nil }
      result += lower
    }
    return result
  }

  /// Whether no version of IDNA maps the label, which is in lower case, to another label.
  static func isAllowed(_ scalars: [Unicode.Scalar]) -> Bool {
    guard let first = scalars.first, !isMark(first), first != "-", scalars.last != "-", !hasPrefix(scalars) else { return false }
    return scalars.allSatisfy(isAllowed) && isComposed(scalars) && hasOneDirection(scalars)
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "-" { return true }
    switch scalar.properties.generalCategory {
    case .lowercaseLetter, .otherLetter, .modifierLetter, .nonspacingMark, .spacingMark, .decimalNumber:
      return !scalar.properties.changesWhenNFKCCaseFolded
    default: return false
    }
  }

  /// Whether the label starts with the prefix of A-labels. An encoded label must not be encoded again.
  private static func hasPrefix(_ scalars: [Unicode.Scalar]) -> Bool { scalars.starts(with: "xn--".unicodeScalars) }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark: true
    default: false
    }
  }

  private static func isOld(_ scalar: Unicode.Scalar) -> Bool {
    guard let (major, minor) = scalar.properties.age else { return false }
    return (major, minor) <= (3, 2)
  }

  // MARK: Composed form (Unicode Standard Annex 15)

  /// Whether composing and reordering the marks would not change the label. May return false for some composed labels.
  private static func isComposed(_ scalars: [Unicode.Scalar]) -> Bool {
    var previousClass: UInt8 = 0
    for (index, scalar) in scalars.enumerated() {
      let combiningClass = scalar.properties.canonicalCombiningClass.rawValue
      // A mark that would combine with the letter before it, as most accents do, or a jamo that would combine into a syllable.
      if 200...240 ~= combiningClass || 0x1100...0x11FF ~= scalar.value || scalar == "\u{3099}" || scalar == "\u{309A}" { return false }
      if combiningClass > 0, combiningClass < previousClass { return false }
      if let letters = composing[scalar.value], scalars[..<index].contains(where: { letters.contains($0.value) }) { return false }
      previousClass = combiningClass
    }
    return true
  }

  /// The other combining marks, with the letters they combine with (UnicodeData.txt, canonical decompositions into two scalars).
  private static let composing: [UInt32: Set<UInt32>] = [
    0x93C: [0x928, 0x930, 0x933], 0x9BE: [0x9C7], 0x9D7: [0x9C7], 0xB3E: [0xB47], 0xB56: [0xB47], 0xB57: [0xB47],
    0xBBE: [0xBC6, 0xBC7], 0xBD7: [0xB92, 0xBC6], 0xC56: [0xC46], 0xCC2: [0xCC6], 0xCD5: [0xCBF, 0xCC6, 0xCCA], 0xCD6: [0xCC6],
    0xD3E: [0xD46, 0xD47], 0xD57: [0xD46], 0xDCA: [0xDD9, 0xDDC], 0xDCF: [0xDD9], 0xDDF: [0xDD9], 0x102E: [0x1025],
    0x1B35: [0x1B05, 0x1B07, 0x1B09, 0x1B0B, 0x1B0D, 0x1B11, 0x1B3A, 0x1B3C, 0x1B3E, 0x1B3F, 0x1B42],
    0x110BA: [0x11099, 0x1109B, 0x110A5], 0x11127: [0x11131, 0x11132], 0x1133E: [0x11347], 0x11357: [0x11347], 0x114B0: [0x114B9],
    0x114BA: [0x114B9], 0x114BD: [0x114B9], 0x115AF: [0x115B8, 0x115B9], 0x11930: [0x11935],
  ]

  // MARK: Direction (RFC 3454 section 6)

  /// Whether all letters have the same direction. A right-to-left label must also start and end with a letter.
  private static func hasOneDirection(_ scalars: [Unicode.Scalar]) -> Bool {
    guard scalars.contains(where: isFromRight) else { return true }
    let letters = scalars.filter { $0 != "-" && !isMark($0) && $0.properties.generalCategory != .decimalNumber }
    guard let last = scalars.last, letters.allSatisfy(isFromRight) else { return false }
    return isFromRight(scalars[0]) && isFromRight(last)
  }

  /// Whether a scalar is a letter in a block of right-to-left scripts.
  private static func isFromRight(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
      !isMark(scalar) && scalar.properties.generalCategory != .decimalNumber
    default: false
    }
  }
}
