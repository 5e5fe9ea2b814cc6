/// A body as a table shows it: its text, or its length and what it consists of.
func shown(_ bytes: [UInt8]) -> String {
  guard let first = bytes.first, bytes.count > 200 else { return String(decoding: bytes, as: UTF8.self) }
  if bytes.allSatisfy({ $0 == first }) { return "\(bytes.count) × \(Character(Unicode.Scalar(first)))" }
  let sum = bytes.reduce(into: UInt32(0)) { $0 = $0 &* 31 &+ UInt32($1) }
  return "\(bytes.count) bytes, sum \(sum)"
}
