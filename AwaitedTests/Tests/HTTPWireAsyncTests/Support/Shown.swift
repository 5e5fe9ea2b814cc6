import Foundation

/// A body as a table shows it: its text, or its length and what it consists of.
func shown(_ bytes: [UInt8]) -> String {
  guard let first = bytes.first, bytes.count > 200 else { return String(decoding: bytes, as: UTF8.self) }
  // Element by element, a debug build would take seconds for what large bodies have.
  let isUniform = bytes.withUnsafeBytes { raw in
    raw.baseAddress.map { memcmp($0, $0 + 1, raw.count - 1) == 0 } == true
  }
  if isUniform { return "\(bytes.count) × \(Character(Unicode.Scalar(first)))" }
  return "\(bytes.count) bytes, \(String(decoding: bytes.prefix(40), as: UTF8.self))…"
}
