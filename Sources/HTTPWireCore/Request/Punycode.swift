/// Punycode (RFC 3492), encoding only.
enum Punycode {
  private static let base = 36
  private static let lowest = 1
  private static let highest = 26

  /// The encoded label without the prefix `xn--`, or nil if a number would overflow.
  static func encode(_ scalars: [Unicode.Scalar]) -> String? {
    var output = scalars.filter(\.isASCII).map { Character($0) }
    let basicCount = output.count
    if basicCount > 0 { output.append("-") }
    var code: UInt32 = 128
    var delta = 0
    var bias = 72
    var handled = basicCount
    while handled < scalars.count {
      guard let next = scalars.lazy.map(\.value).filter({ $0 >= code }).min() else { return nil }
      let (step, overflow) = Int(next - code).multipliedReportingOverflow(by: handled + 1)
      guard !overflow, delta.addingReportingOverflow(step).overflow == false else { return nil }
      delta += step
      code = next
      for scalar in scalars {
        if scalar.value < code { delta += 1 }
        guard scalar.value == code else { continue }
        appendNumber(delta, bias: bias, to: &output)
        bias = adapted(delta, count: handled + 1, isFirst: handled == basicCount)
        delta = 0
        handled += 1
      }
      delta += 1
      code += 1
    }
    return String(output)
  }

  private static func appendNumber(_ number: Int, bias: Int, to output: inout [Character]) {
    var rest = number
    var weight = base
    while true {
      let threshold = min(max(weight - bias, lowest), highest)
      if rest < threshold { break }
      output.append(digit(threshold + (rest - threshold) % (base - threshold)))
      rest = (rest - threshold) / (base - threshold)
      weight += base
    }
    output.append(digit(rest))
  }

  private static func adapted(_ delta: Int, count: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / 700 : delta / 2
    delta += delta / count
    var steps = 0
    while delta > (base - lowest) * highest / 2 {
      delta /= base - lowest
      steps += base
    }
    return steps + (base - lowest + 1) * delta / (delta + 38)
  }

  private static func digit(_ value: Int) -> Character {
    Character(Unicode.Scalar(UInt8(truncatingIfNeeded: value < 26 ? 0x61 + value : 0x30 + value - 26)))
  }
}
