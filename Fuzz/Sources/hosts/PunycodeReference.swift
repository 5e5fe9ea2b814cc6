/// Punycode (RFC 3492), decoding only: the way back from what the library encodes.
enum PunycodeReference {
  /// The scalars of a label without its prefix; nil when it is no Punycode.
  static func decode(_ label: Substring) -> [Unicode.Scalar]? {
    let bytes = Array(label.utf8)
    let delimiter = bytes.lastIndex(of: UInt8(ascii: "-"))
    var output = bytes[..<(delimiter ?? 0)].map { Unicode.Scalar($0) }
    var position = delimiter.map { $0 + 1 } ?? 0
    var code = 128
    var index = 0
    var bias = 72
    while position < bytes.count {
      let before = index
      var weight = 1
      for step in 1... {
        guard position < bytes.count, let digit = value(bytes[position]) else { return nil }
        position += 1
        index += digit * weight
        let threshold = min(max(36 * step - bias, 1), 26)
        if digit < threshold { break }
        weight *= 36 - threshold
        if weight > 1 << 40 || index > 1 << 40 { return nil }
      }
      bias = adapted(index - before, output.count + 1, isFirst: before == 0)
      code += index / (output.count + 1)
      index %= output.count + 1
      guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init) else { return nil }
      output.insert(scalar, at: index)
      index += 1
    }
    return output
  }

  private static func adapted(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / 700 : delta / 2
    delta += delta / count
    var bias = 0
    while delta > 455 {
      delta /= 35
      bias += 36
    }
    return bias + 36 * delta / (delta + 38)
  }

  private static func value(_ byte: UInt8) -> Int? {
    switch byte {
    case 0x61...0x7A: Int(byte) - 0x61
    case 0x30...0x39: Int(byte) - 0x30 + 26
    default: nil
    }
  }
}
