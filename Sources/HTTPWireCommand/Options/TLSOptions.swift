import ArgumentParser

/// How to speak TLS, and which authorities to trust.
struct TLSOptions: ParsableArguments {
  @Flag(name: [.customShort("k"), .customLong("insecure")], help: "Accept any certificate. Attackers can then read and change it all.")
  var isInsecure = false

  @Option(
    name: .customLong("cacert"), parsing: .unconditional,
    help: ArgumentHelp("Trust the authorities in this file (PEM), not the system's.", valueName: "file"))
  var authorityFile: String?

  @Option(
    name: .customLong("capath"), parsing: .unconditional,
    help: ArgumentHelp("Trust the authorities in this directory (made by 'openssl rehash'), not the system's.", valueName: "directory"))
  var authorityFolder: String?

  @Option(
    name: [.customShort("E"), .customLong("cert")], parsing: .unconditional,
    help: ArgumentHelp(
      "Show the server this certificate (PEM, with what leads to its root); behind a colon, its key's passphrase.",
      valueName: "file[:passphrase]"))
  var certificate: String?

  @Option(
    name: .customLong("key"), parsing: .unconditional,
    help: ArgumentHelp("The key of --cert, when it is not in the same file.", valueName: "file"))
  var key: String?

  @Option(name: .customLong("pass"), parsing: .unconditional, help: ArgumentHelp("The passphrase of --key.", valueName: "passphrase"))
  var passphrase: String?

  @Flag(name: .customLong("tlsv1.2"), help: "Use TLS 1.2 or later, which is what is done without it, too.")
  var isAtLeast12 = false

  @Flag(name: .customLong("tlsv1.3"), help: "Use TLS 1.3 or later.")
  var isAtLeast13 = false

  @Option(name: .customLong("tls-max"), help: ArgumentHelp("Use no later version of TLS than this.", valueName: "version"))
  var maximum: MaximumVersionOption?

  @Option(
    name: .customLong("pinnedpubkey"), parsing: .unconditional,
    help: ArgumentHelp(
      "Accept the server only with one of these public keys, as 'sha256//' and the digest in base64; several separated by ';'.",
      valueName: "hashes"))
  var pins: String?
}
