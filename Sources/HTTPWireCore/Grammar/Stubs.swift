package enum PythonInteger { case value(Int64), tooLarge(negative: Bool) }
package enum PythonNumbers {
  package static func integer(_ text: some Collection<UInt8>) -> PythonInteger? { nil }
  static func hexInteger(_ text: some Collection<UInt8>) -> PythonInteger? { nil }
}
enum EmailFieldParser { static func parse(_ block: [UInt8]) -> HTTPMessage { HTTPMessage() } }
