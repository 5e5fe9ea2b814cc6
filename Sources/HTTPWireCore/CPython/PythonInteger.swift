/// The result of Python's `int()`. Python's integers have any size; here only the sign of a large one is kept.
package enum PythonInteger: Sendable, Hashable {
  /// A number that fits `Int64`.
  case value(Int64)
  /// A number beyond `Int64`.
  case tooLarge(negative: Bool)
}
