import HTTPWire
import Testing

/// What a bad peer sends, and what each preset makes of it: the status and the body, or the error's description, of which "…" leaves
/// out the rest.
struct Fault: Sendable, CustomTestStringConvertible {
  let name: String
  let reply: String
  let method: String
  let `default`: String
  let python: String

  init(_ name: String, _ reply: String, method: String = "GET", default: String, python: String) {
    (self.name, self.reply, self.method, self.default, self.python) = (name, reply, method, `default`, python)
  }

  init(_ name: String, _ reply: String, method: String = "GET", both: String) {
    self.init(name, reply, method: method, default: both, python: both)
  }

  static let all = heads + framing + chunks

  var testDescription: String { name }

  func isExpected(_ outcome: String, _ preset: Preset) -> Bool {
    let expected = preset == .default ? `default` : python
    return expected.hasSuffix("…") ? outcome.hasPrefix(expected.dropLast()) : outcome == expected
  }
}
