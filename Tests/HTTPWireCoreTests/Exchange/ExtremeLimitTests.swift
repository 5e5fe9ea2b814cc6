import HTTPWireCore
import Testing

/// Limits are numbers of the caller's, and any number is one.
@Suite struct ExtremeLimitTests {
  struct Limit: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let set: @Sendable (inout ParsingLimits, Int) -> Void

    init(_ testDescription: String, _ set: @escaping @Sendable (inout ParsingLimits, Int) -> Void) {
      self.testDescription = testDescription
      self.set = set
    }
  }

  static let limits = [
    Limit("lineLength") { $0.lineLength = $1 },
    Limit("fieldCount") { $0.fieldCount = $1 },
    Limit("headLength") { $0.headLength = $1 },
    Limit("interimResponses") { $0.interimResponses = $1 },
    Limit("chunkLineLength") { $0.chunkLineLength = $1 },
    Limit("chunkOverhead") { $0.chunkOverhead = $1 },
    Limit("all of them") {
      ($0.lineLength, $0.fieldCount, $0.headLength, $0.interimResponses, $0.chunkLineLength, $0.chunkOverhead) = ($1, $1, $1, $1, $1, $1)
    },
  ]

  /// What comes of each vector under the usual limits.
  private static let usual = Preset.allCases.map { preset in
    Vector.all.map { Outcome(to: $0.request, .whole($0.reply), ends: true, leniency: preset.leniency) }
  }

  @Test("A limit of any size traps with no reply, and is exceeded or changes nothing", arguments: limits, [.min, -1, 0, 1, .max - 1, .max])
  func survives(_ limit: Limit, _ value: Int) {
    var limits = ParsingLimits.default
    limit.set(&limits, value)
    for (preset, usual) in zip(Preset.allCases, Self.usual) {
      for (vector, usual) in zip(Vector.all, usual) {
        let outcome = Outcome(to: vector.request, .whole(vector.reply), ends: true, leniency: preset.leniency, limits: limits)
        let isAsExpected = value > 1 ? outcome == usual || Self.isLimit(usual.error) : outcome == usual || Self.isLimit(outcome.error)
        #expect(isAsExpected, "\(vector.testDescription), \(preset): \(outcome)")
        if vector.reply.count > 300 { continue }
        let pieces = Delivery.randomlyCut(vector.reply, seed: 1)
        var inPieces = Outcome(to: vector.request, pieces, ends: true, leniency: preset.leniency, limits: limits)
        if outcome.closeReasons.contains(.excessData) { inPieces.closeReasons.insert(.excessData) }
        #expect(inPieces == outcome, "\(vector.testDescription), \(preset)")
      }
    }
  }

  static func isLimit(_ error: HTTPException?) -> Bool {
    switch error {
    case .limitExceeded, .lineTooLong: true
    default: false
    }
  }
}
