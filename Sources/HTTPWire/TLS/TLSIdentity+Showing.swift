#if TLS
// What a program that prints or dumps options, contexts or connections sees of an identity: never the bytes of a key or a passphrase.

extension TLSIdentity: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Where the certificate and the key come from, and whether there is a passphrase.
  public var description: String {
    let source = key.map { ", key: \($0)" } ?? ""
    return "TLSIdentity(certificate: \(certificate)\(source), passphrase: \(passphrase == nil ? "none" : "given"))"
  }

  /// The same.
  public var debugDescription: String { description }

  /// The same, in parts.
  public var customMirror: Mirror {
    Mirror(self, children: ["certificate": certificate, "key": key as Any, "hasPassphrase": passphrase != nil], displayStyle: .struct)
  }
}
#endif
