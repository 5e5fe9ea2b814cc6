/// Whether the command speaks TLS.
enum SecureTransport {
  /// The message if TLS is requested and not built in.
  static let absence = "HTTPS is not built in: this command was built without the trait TLS"

  #if TLS
  static let isBuiltIn = true
  #else
  static let isBuiltIn = false
  #endif
}
