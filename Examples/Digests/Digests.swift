/// The digests that examples need, as few lines as they can be. In a program of your own, take swift-crypto for them.
public enum Digests {
  /// SHA-256 (FIPS 180-4 section 6.2).
  public static func sha256(_ message: some Collection<UInt8>) -> [UInt8] {
    var state: [UInt32] = [
      0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19,
    ]
    for block in blocks(message) {
      var words = block
      for round in 16..<64 {
        let (early, late) = (words[round - 15], words[round - 2])
        let first = right(early, 7) ^ right(early, 18) ^ early >> 3
        let second = right(late, 17) ^ right(late, 19) ^ late >> 10
        words.append(words[round - 16] &+ first &+ words[round - 7] &+ second)
      }
      var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7])
      for round in 0..<64 {
        let chosen = right(e, 6) ^ right(e, 11) ^ right(e, 25) &+ (e & f ^ ~e & g)
        let first = h &+ chosen &+ constants[round] &+ words[round]
        let second = (right(a, 2) ^ right(a, 13) ^ right(a, 22)) &+ (a & b ^ a & c ^ b & c)
        (a, b, c, d, e, f, g, h) = (first &+ second, a, b, c, d &+ first, e, f, g)
      }
      for (index, value) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= value }
    }
    return state.flatMap { bigEndian($0) }
  }

  /// HMAC (RFC 2104) with SHA-256.
  public static func hmac(key: [UInt8], _ message: some Collection<UInt8>) -> [UInt8] {
    let short = key.count > 64 ? sha256(key) : key
    let padded = short + [UInt8](repeating: 0, count: 64 - short.count)
    return sha256(padded.map { $0 ^ 0x5C } + sha256(padded.map { $0 ^ 0x36 } + message))
  }

  /// SHA-1 (FIPS 180-4 section 6.1), which RFC 6455 asks for. It is no protection against forgery any more: don't use it for anything else.
  public static func sha1(_ message: some Collection<UInt8>) -> [UInt8] {
    var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
    for block in blocks(message) {
      var words = block
      for round in 16..<80 { words.append(left(words[round - 3] ^ words[round - 8] ^ words[round - 14] ^ words[round - 16], 1)) }
      var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
      for round in 0..<80 {
        let (mixed, constant): (UInt32, UInt32) =
          switch round {
          case ..<20: (b & c | ~b & d, 0x5A82_7999)
          case ..<40: (b ^ c ^ d, 0x6ED9_EBA1)
          case ..<60: (b & c | b & d | c & d, 0x8F1B_BCDC)
          default: (b ^ c ^ d, 0xCA62_C1D6)
          }
        let next = left(a, 5) &+ mixed &+ e &+ constant &+ words[round]
        (a, b, c, d, e) = (next, a, left(b, 30), c, d)
      }
      for (index, value) in [a, b, c, d, e].enumerated() { state[index] &+= value }
    }
    return state.flatMap { bigEndian($0) }
  }

  /// The message with its padding and length, in blocks of sixteen words.
  private static func blocks(_ message: some Collection<UInt8>) -> [[UInt32]] {
    var padded = Array(message) + [0x80]
    padded += [UInt8](repeating: 0, count: (120 - padded.count % 64) % 64) + bigEndian(UInt64(message.count) * 8)
    return stride(from: 0, to: padded.count, by: 64).map { start in
      stride(from: start, to: start + 64, by: 4).map { padded[$0..<$0 + 4].reduce(0) { $0 << 8 | UInt32($1) } }
    }
  }

  private static func left(_ word: UInt32, _ count: UInt32) -> UInt32 { word << count | word >> (32 - count) }
  private static func right(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }

  private static func bigEndian<Word: FixedWidthInteger>(_ word: Word) -> [UInt8] {
    stride(from: Word.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> $0) }
  }

  /// The first 32 bits of the fractions of the cube roots of the first 64 primes.
  private static let constants: [UInt32] = primes.map { prime in
    // The cube root of prime · 2⁹⁶, found bit by bit in whole numbers.
    var root: UInt128 = 0
    for bit in stride(from: 34, through: 0, by: -1) {
      let larger = root | 1 << UInt128(bit)
      if larger * larger * larger <= prime << 96 { root = larger }
    }
    return UInt32(truncatingIfNeeded: root)
  }

  private static let primes: [UInt128] = Array((2...311).filter { number in !(2..<number).contains { number % $0 == 0 } })
}

extension Collection<UInt8> {
  /// The bytes as hexadecimal digits.
  public var hex: String { map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined() }
}
