import HTTPWire

/// Texts that are never printed.
struct Secrets {
  /// Their bytes by the first one, the longest first: a secret may begin with another.
  private var texts: [UInt8: [[UInt8]]] = [:]

  /// Hides these texts, quoted or not, from now on.
  mutating func add(_ added: [String]) {
    for text in added where !text.isEmpty {
      // Python quotes in another way if the text has both kinds of quotes.
      let quoted = [SwiftCode.literal(text).dropFirst(1).dropLast(1), PythonRepr.bytes(text.utf8).dropFirst(2).dropLast(1)]
      for form in [text[...], PythonRepr.bytes((text + "'\"").utf8).dropFirst(2).dropLast(4)] + quoted { add(Array(form.utf8)) }
    }
  }

  private mutating func add(_ bytes: [UInt8]) {
    guard let first = bytes.first, texts[first]?.contains(bytes) != true else { return }
    texts[first, default: []].append(bytes)
    texts[first]?.sort { $0.count > $1.count }
  }

  /// A text without the secrets in it.
  func hidden(in text: String) -> String {
    if texts.isEmpty { return text }
    let bytes = Array(text.utf8)
    var shown: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if let secret = texts[bytes[index]]?.first(where: { bytes[index...].starts(with: $0) }) {
        shown += "(hidden)".utf8
        index += secret.count
      } else {
        shown.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: shown, as: UTF8.self)
  }
}
