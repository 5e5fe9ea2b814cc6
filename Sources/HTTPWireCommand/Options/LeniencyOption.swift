import ArgumentParser
import HTTPWire

/// The presets of `ParsingLeniency`.
enum LeniencyOption: String, WordOption {
  case `default`, python

  var leniency: ParsingLeniency {
    switch self {
    case .default: .default
    case .python: .python
    }
  }
}
