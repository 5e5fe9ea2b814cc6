/// A piece of the command line, as bytes: what people type need not be UTF-8.
struct Argument: Equatable {
  let bytes: [UInt8]

  init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  init(_ text: String) { bytes = Array(text.utf8) }

  /// The argument as text, for whatever has to be text, such as a file's name and a URL. Throws `badUsage` if it is not UTF-8.
  func text() throws(Complaint) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Complaint(.badUsage, "an argument is not UTF-8: \(TerminalText.escaped(bytes))")
    }
    return text
  }

  /// The argument as a number from `least` on. Throws `badUsage`.
  func number(from least: Int = 0) throws(Complaint) -> Int {
    guard !bytes.isEmpty, bytes.allSatisfy({ 0x30...0x39 ~= $0 || $0 == 0x2D }), let number = Int(try text()), number >= least else {
      throw Complaint(.badUsage, "a number from \(least) on is wanted, not '\(TerminalText.escaped(bytes))'")
    }
    return number
  }

  /// The argument as a time in seconds; nil, which is no limit, for 0. Throws `badUsage`.
  func seconds() throws(Complaint) -> Duration? {
    guard let seconds = Double(try text()), seconds >= 0, seconds <= 1e9 else {
      throw Complaint(.badUsage, "a number of seconds is wanted, not '\(TerminalText.escaped(bytes))'")
    }
    return seconds == 0 ? nil : .seconds(seconds)
  }

  /// The argument as a number of bytes, with one of curl's units (`k`, `M`, `G`, `T`, `P`: powers of 1024) or none. Throws `badUsage`.
  func size() throws(Complaint) -> Int {
    let text = try text()
    let units: [Character: Int] = ["k": 10, "m": 20, "g": 30, "t": 40, "p": 50, "b": 0]
    let shift = text.last.flatMap { units[Character($0.lowercased())] }
    let digits = shift == nil ? text[...] : text.dropLast()
    guard let number = Int(digits), number >= 0, digits.first != "+" else {
      throw Complaint(.badUsage, "a number of bytes is wanted, such as 500 or 2M, not '\(TerminalText.escaped(bytes))'")
    }
    let size = number.multipliedReportingOverflow(by: 1 << (shift ?? 0))
    if size.overflow { throw Complaint(.badUsage, "\(text) is more bytes than can be counted") }
    return size.partialValue
  }
}
