/// What Python's `int()` makes of text: a number of any size, of which only those that fit 64 bits are told apart.
package enum PythonInteger: Sendable, Hashable {
  /// A number that fits.
  case value(Int64)
  /// A number beyond `Int64`; its sign is all that is kept.
  case tooLarge(negative: Bool)
}
