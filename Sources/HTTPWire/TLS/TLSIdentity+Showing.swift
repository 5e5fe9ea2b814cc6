#if TLS
// How an identity is printed or dumped, also as a part of options and contexts: never with the bytes of a key or a passphrase.

extension TLSIdentity: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The sources of the certificate and the key, and whether there is a passphrase.
  public var description: String {
    let source = key.map { ", key: \($0)" } ?? ""
    return "TLSIdentity(certificate: \(certificate)\(source), passphrase: \(passphrase == nil ? "none" : "given"))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// The parts of ``description``.
  public var customMirror: Mirror {
    Mirror(self, children: ["certificate": certificate, "key": key as Any, "hasPassphrase": passphrase != nil], displayStyle: .struct)
  }
}
#endif
