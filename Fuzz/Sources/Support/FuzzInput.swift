/// An input taken apart: what is parsed comes first, so that a seed can be read, and the last bytes choose how.
package struct FuzzInput {
  /// The bytes to be parsed.
  package let payload: [UInt8]
  /// What the last bytes choose.
  package var choices: Choices

  /// The number of bytes at the end that choose.
  private static let tailCount = 12

  init(_ bytes: [UInt8]) {
    let cut = max(0, bytes.count - Self.tailCount)
    payload = Array(bytes[..<cut])
    choices = Choices(bytes[cut...])
  }

  /// The payload's parts, separated by 0xFF, which no UTF-8 text contains.
  package var parts: [[UInt8]] { payload.split(separator: 0xFF, omittingEmptySubsequences: false).map(Array.init) }
}

/// Small decisions, a byte each. The character "0" stands for 0, and so does every byte that is missing.
package struct Choices {
  private var bytes: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  /// The next byte.
  package mutating func byte() -> UInt8 { (bytes.popFirst() ?? 0x30) &- 0x30 }

  /// A number from 0 up to `limit`, exclusive.
  package mutating func number(below limit: Int) -> Int { Int(byte()) % limit }

  /// A number of two bytes.
  package mutating func wide() -> UInt64 { UInt64(byte()) << 8 | UInt64(byte()) }

  /// A generator that two bytes start.
  package mutating func generator() -> SplitMix { SplitMix(seed: wide()) }
}

/// The generator SplitMix64: the same numbers from the same seed everywhere, so that a kept input fails again.
package struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
