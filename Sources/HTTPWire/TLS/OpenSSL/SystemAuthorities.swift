#if TLS
import COpenSSL

/// The authorities that the system trusts: OpenSSL's default file and directory, or those that `SSL_CERT_FILE` and `SSL_CERT_DIR` name.
///
/// A static OpenSSL, or one that was built for another distribution, has defaults that do not exist here. Then the places are tried where
/// distributions keep theirs. On Darwin this finds the system's file of roots; what a user has added to the keychain is not asked.
package enum SystemAuthorities {
  /// Files of certificates in PEM, as distributions have them.
  private static let files = [
    "/etc/ssl/certs/ca-certificates.crt",  // Debian, Ubuntu, Arch, Gentoo
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // Fedora, RHEL
    "/etc/pki/tls/certs/ca-bundle.crt",  // older Fedora and RHEL, Amazon Linux
    "/etc/ssl/ca-bundle.pem",  // openSUSE
    "/etc/ssl/cert.pem",  // Alpine, Darwin, the BSDs
  ]
  /// Directories whose files are named by hash.
  private static let directories = ["/etc/ssl/certs", "/etc/pki/tls/certs"]

  /// Adds the system's authorities to those that a context trusts. Returns whether it has found any.
  ///
  /// Throws `tls` of the kind `configuration` if `SSL_CERT_FILE` names a file that can't be read or has no certificate.
  package static func load(into context: OpenSSLObject) throws(HTTPException) -> Bool {
    OpenSSLErrors.clear()
    // Unsafe: here and below, the object owns the context and its store. A default file is read at once, a directory when it is needed.
    let before = unsafe httpwire_SSL_CTX_trusted_count(context.pointer)
    guard unsafe SSL_CTX_set_default_verify_paths(context.pointer) == 1 else {
      throw OpenSSLErrors.configuration("the system's certificates can't be loaded")
    }
    if unsafe httpwire_SSL_CTX_trusted_count(context.pointer) > before { return true }
    if let file = fileVariable.value, !file.isEmpty {
      // All its certificates may be trusted already.
      if unsafe SSL_CTX_load_verify_file(context.pointer, file) == 1 { return true }
      throw unusable(file)
    }
    if usedDirectories.contains(where: hasCertificates) { return true }
    if fileVariable.value != nil || directoryVariable.value != nil { return false }
    return loadFirst(ofFiles: files, orDirectories: directories, into: context) != nil
  }

  /// Adds the first of these places that has certificates, and returns its path; nil if none has.
  package static func loadFirst(ofFiles files: [String], orDirectories directories: [String], into context: OpenSSLObject) -> String? {
    defer { OpenSSLErrors.clear() }
    // Unsafe: the object owns the context, and the paths are valid during the calls.
    if let file = files.first(where: { unsafe SSL_CTX_load_verify_file(context.pointer, $0) == 1 }) { return file }
    return directories.first { unsafe hasCertificates($0) && SSL_CTX_load_verify_dir(context.pointer, $0) == 1 }
  }

  /// The error if nobody is trusted.
  package static var nothingFound: HTTPException {
    let places = [fileVariable.place, directoryVariable.place].joined(separator: " and ")
    return OpenSSLErrors.configuration(
      words: "no authority is trusted: there are no certificates in \(places); install the system's (ca-certificates), name others by "
        + "SSL_CERT_FILE, or set TLSContext.Options.trust")
  }

  /// A variable of the environment, and what OpenSSL uses without it.
  private struct Variable {
    let name: String
    let value: String?
    let standard: String

    var place: String { value.map { "\(PythonRepr.string($0)) (\(name))" } ?? PythonRepr.string(standard) }
  }

  private static var fileVariable: Variable { unsafe variable(X509_get_default_cert_file_env(), X509_get_default_cert_file()) }
  private static var directoryVariable: Variable { unsafe variable(X509_get_default_cert_dir_env(), X509_get_default_cert_dir()) }

  private static func variable(_ name: UnsafePointer<CChar>, _ standard: UnsafePointer<CChar>) -> Variable {
    // Unsafe: the texts are constants of OpenSSL and a value of the environment, and are copied at once.
    Variable(
      name: unsafe String(cString: name), value: unsafe httpwire_environment(name).map { unsafe String(cString: $0) },
      standard: unsafe String(cString: standard))
  }

  private static var usedDirectories: [String] {
    let variable = directoryVariable
    return (variable.value ?? variable.standard).split(separator: ":").map { String($0) }
  }

  private static func unusable(_ path: String) -> HTTPException {
    OpenSSLErrors.clear()
    do {
      Syscalls.release(try Syscalls.openForReading(path))
    } catch {
      return OpenSSLErrors.configuration(words: "\(fileVariable.name): \(error.description)")
    }
    return OpenSSLErrors.configuration(words: "\(fileVariable.name): no certificates in \(PythonRepr.string(path))")
  }

  /// Whether a directory has a file that OpenSSL would find: 8 digits of a hash, a dot and a number.
  private static func hasCertificates(_ directory: String) -> Bool {
    Syscalls.entries(ofDirectory: directory).contains { name in
      let parts = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      return parts.count == 2 && parts[0].count == 8 && parts[1].first.map { 0x30...0x39 ~= $0 } == true
        && UInt32(String(name.prefix(8)), radix: 16) != nil
    }
  }
}
#endif
