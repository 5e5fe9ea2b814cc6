import HTTPWire

/// The two presets, by name in the output of a failing test.
enum Preset: CaseIterable, Sendable {
  case `default`, python
  var leniency: ParsingLeniency { self == .default ? .default : .python }
}
