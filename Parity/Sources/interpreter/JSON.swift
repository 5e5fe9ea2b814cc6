/// A value of JSON.
enum JSON {
  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  case string(String)
  /// Bytes, written as a string whose characters are U+0000 to U+00FF. The reader makes none of these.
  case bytes([UInt8])
  case array([JSON])
  case object([(key: String, value: JSON)])
}

extension JSON {
  /// Text, or null for none.
  init(_ text: String?) { self = text.map(JSON.string) ?? .null }

  /// A list of texts.
  init(_ texts: [String]) { self = .array(texts.map(JSON.string)) }

  /// A list of [name, value].
  init(pairs: [(name: String, value: String)]) { self = .array(pairs.map { .array([.string($0.name), .string($0.value)]) }) }
}

/// Why a line is no program.
struct NotAProgram: Error {
  let reason: String
}
