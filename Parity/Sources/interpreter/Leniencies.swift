import HTTPWire

/// Leniencies by the names that programs have for them.
enum Leniencies {
  static let members: [String: ParsingLeniency] = [
    "bareLineFeed": .bareLineFeed,
    "foldedFieldValues": .foldedFieldValues,
    "fieldLinesAsEmail": .fieldLinesAsEmail,
    "whitespaceBeforeColon": .whitespaceBeforeColon,
    "illegalFieldLines": .illegalFieldLines,
    "whitespaceInStatusLines": .whitespaceInStatusLines,
    "truncatedHeads": .truncatedHeads,
    "looseStatusLines": .looseStatusLines,
    "interimAsFinal": .interimAsFinal,
    "tunnelsAsBodies": .tunnelsAsBodies,
    "pythonIntegers": .pythonIntegers,
    "firstContentLengthWins": .firstContentLengthWins,
    "unknownTransferCodings": .unknownTransferCodings,
    "reuseAfterLengthAndChunked": .reuseAfterLengthAndChunked,
    "connectionTokensAsSubstrings": .connectionTokensAsSubstrings,
    "uncheckedChunkEnds": .uncheckedChunkEnds,
    "looseTrailers": .looseTrailers,
    "shortBodies": .shortBodies,
    "raggedTLSEnd": .raggedTLSEnd,
    "emptyPort": .emptyPort,
    "staleConnections": .staleConnections,
    "looseRequestHeads": .looseRequestHeads,
  ]

  private static let presets: [String: ParsingLeniency] = ["default": .default, "python": .python]

  /// A preset by its name, or in a list with what is added to it and taken from it; Python's when left out.
  static func preset(_ value: JSON?) throws(NotAProgram) -> ParsingLeniency {
    switch value {
    case nil: return .python
    case .string(let name): return try preset([.string(name)])
    case .array(let parts): return try preset(parts)
    default: throw NotAProgram(reason: "preset is neither text nor a list")
    }
  }

  private static func preset(_ parts: [JSON]) throws(NotAProgram) -> ParsingLeniency {
    guard case .string(let name) = parts.first, var leniency = presets[name] else { throw NotAProgram(reason: "no such preset") }
    for part in parts.dropFirst() {
      guard case .string(let change) = part, let member = members[String(change.dropFirst())] else {
        throw NotAProgram(reason: "no such member of a preset")
      }
      switch change.first {
      case "+": leniency.formUnion(member)
      case "-": leniency.subtract(member)
      default: throw NotAProgram(reason: "a member of a preset with neither + nor -")
      }
    }
    return leniency
  }
}
