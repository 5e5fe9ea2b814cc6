/// What is wrong with a field line of a response head or trailer section (RFC 9112 section 5).
public enum HeaderProblem: Sendable, Hashable {
  /// The line has no colon.
  case noColon
  /// The name is empty or has a byte that is no token character (RFC 9110 section 5.6.2).
  case illegalName
  /// The line begins with a blank although no field line precedes it, so it continues nothing.
  case nothingToContinue
  /// The line continues the value before it (obs-fold), where the leniency does not allow it (RFC 9112 section 5.2).
  case obsoleteLineFolding
  /// Blanks stand between the name and the colon (RFC 9112 section 5.1).
  case whitespaceBeforeColon
  /// A carriage return that is not followed by a line feed (RFC 9112 section 2.2).
  case bareCarriageReturn
  /// A NUL byte (RFC 9110 section 5.5).
  case nul
  /// A line feed without carriage return where the leniency does not allow it.
  case bareLineFeed
}

extension HeaderProblem {
  var text: String {
    switch self {
    case .noColon: "has no colon"
    case .illegalName: "has an illegal field name"
    case .nothingToContinue: "begins with a blank but continues no field"
    case .obsoleteLineFolding: "continues the value before it"
    case .whitespaceBeforeColon: "has blanks before its colon"
    case .bareCarriageReturn: "has a carriage return without line feed"
    case .nul: "has a NUL byte"
    case .bareLineFeed: "ends in a line feed without carriage return"
    }
  }
}
