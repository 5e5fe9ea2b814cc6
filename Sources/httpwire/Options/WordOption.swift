import ArgumentParser

/// One of a few words on the command line. The parser would find them out by reflection, at each start of the command.
protocol WordOption: ExpressibleByArgument, CaseIterable, RawRepresentable<String> {}

extension WordOption {
  static var allValueStrings: [String] { allCases.map { $0.rawValue } }

  /// There is nothing to say beyond the words.
  static var allValueDescriptions: [String: String] { [:] }
}
