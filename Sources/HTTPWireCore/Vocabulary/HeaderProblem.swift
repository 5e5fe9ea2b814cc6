/// What is wrong with a field line of a response head or of a trailer section (RFC 9112 section 5).
public enum HeaderProblem: Sendable, Hashable {
  /// The line has no colon.
  case noColon
  /// The name is empty or is not a token (RFC 9110 section 5.6.2).
  case illegalName
  /// The line starts with whitespace, but there is no field line before it to continue.
  case nothingToContinue
  /// The line continues the previous field (obs-fold, RFC 9112 section 5.2), and the leniency does not allow it.
  case obsoleteLineFolding
  /// There is whitespace between the name and the colon (RFC 9112 section 5.1).
  case whitespaceBeforeColon
  /// A carriage return is not followed by a line feed (RFC 9112 section 2.2).
  case bareCarriageReturn
  /// The line has a NUL byte (RFC 9110 section 5.5).
  case nul
  /// The line ends in a line feed without a carriage return, and the leniency does not allow it.
  case bareLineFeed
}

extension HeaderProblem {
  var text: String {
    switch self {
    case .noColon: "has no colon"
    case .illegalName: "has an illegal field name"
    case .nothingToContinue: "starts with whitespace, but there is no field before it to continue"
    case .obsoleteLineFolding: "continues the previous field (obsolete line folding)"
    case .whitespaceBeforeColon: "has whitespace before its colon"
    case .bareCarriageReturn: "has a carriage return without a line feed"
    case .nul: "has a NUL byte"
    case .bareLineFeed: "ends in a line feed without a carriage return"
    }
  }
}
