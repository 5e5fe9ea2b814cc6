#if TLS
extension TLSSource: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The path of a file, quoted, or `bytes`.
  public var description: String {
    switch self {
    case .file(let path): PythonRepr.string(path)
    case .bytes: "bytes"
    }
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// Has no children, so that dumping a source never shows its bytes.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
#endif
