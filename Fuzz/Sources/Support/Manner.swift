package import HTTPWire

/// What a parser tolerates and how much it takes.
package struct Manner {
  package var leniency: ParsingLeniency
  package var limits: ParsingLimits

  /// The default manner.
  package static let `default` = Manner(leniency: .default, limits: .default)

  package init(leniency: ParsingLeniency, limits: ParsingLimits) {
    self.leniency = leniency
    self.limits = limits
  }

  /// One of the presets, as it is or with any of its members changed, and limits that inputs of a few hundred bytes can exceed.
  package init(_ choices: inout Choices) {
    let kind = choices.byte()
    leniency = kind & 1 == 0 ? .default : .python
    let bits = UInt64(choices.byte()) << 16 | choices.wide()
    if kind & 2 != 0 { leniency.formSymmetricDifference(ParsingLeniency(rawValue: bits & 0xF_FFFF)) }
    limits = kind & 1 == 0 ? .default : .python
    let seed = choices.wide()
    if kind & 4 != 0 { limits.shrink(SplitMix(seed: seed)) }
  }
}

extension ParsingLimits {
  /// Changes some of the limits to small ones.
  fileprivate mutating func shrink(_ source: SplitMix) {
    var random = source
    for limit in [
      \ParsingLimits.lineLength, \.fieldCount, \.headLength, \.interimResponses, \.chunkLineLength, \.chunkOverhead,
    ] {
      switch UInt8.random(in: 0..<16, using: &random) {
      case 0...5: break
      case 6...8: self[keyPath: limit] = .random(in: 0..<8, using: &random)
      case 9...11: self[keyPath: limit] = .random(in: 0..<32, using: &random)
      case 12, 13: self[keyPath: limit] = .random(in: 0..<256, using: &random)
      case 14: self[keyPath: limit] = .max
      default: self[keyPath: limit] = -1
      }
    }
  }
}
