#if TLS
extension TLSSource: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The path of a file, quoted, or `bytes`.
  public var description: String {
    switch self {
    case .file(let path): PythonRepr.string(path)
    case .bytes: "bytes"
    }
  }

  /// The same.
  public var debugDescription: String { description }

  /// Nothing but the description.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
#endif
