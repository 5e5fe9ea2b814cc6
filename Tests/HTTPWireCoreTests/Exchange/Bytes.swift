import HTTPWireCore
import Testing

/// The bytes of a text whose scalars are all below U+0100, each one byte.
func bytes(_ text: String) -> [UInt8] {
  text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
}

/// The text of which `bytes` makes these bytes.
func latin1(_ bytes: some Sequence<UInt8>) -> String {
  var text = String.UnicodeScalarView()
  for byte in bytes { text.append(Unicode.Scalar(byte)) }
  return String(text)
}

/// Pseudo-random numbers that are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// A preset of leniencies with the limits that go with it.
enum Preset: String, Sendable, CaseIterable, CustomTestStringConvertible {
  case standard = ".default"
  case python = ".python"

  var leniency: ParsingLeniency { self == .standard ? .default : .python }
  var limits: ParsingLimits { self == .standard ? .default : .python }
  var testDescription: String { rawValue }
}
