/// What can go wrong with decoding.
package enum InflateFailure: Error, Hashable {
  /// The bytes are no stream of that coding, or what came out of them is not what went in; with the reason.
  case corrupted(String)
  /// The bytes ended in the middle.
  case truncated
  case outOfMemory
}
