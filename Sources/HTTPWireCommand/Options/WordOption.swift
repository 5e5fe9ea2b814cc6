import ArgumentParser

/// One of a few words on the command line. Without this protocol the parser would find the words by reflection, at each start of the
/// command.
protocol WordOption: ExpressibleByArgument, CaseIterable, RawRepresentable<String> {}

extension WordOption {
  static var allValueStrings: [String] { allCases.map { $0.rawValue } }

  /// The words have no further descriptions.
  static var allValueDescriptions: [String: String] { [:] }
}
