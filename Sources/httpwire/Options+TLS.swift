import ArgumentParser

/// The newest version of TLS on the command line.
enum MaximumVersionOption: String, WordOption {
  case tls12 = "1.2"
  case tls13 = "1.3"
  case `default`

  var version: TLSPlan.Version? { TLSPlan.Version(rawValue: rawValue) }
}

/// How to speak TLS, and whom to believe.
struct TLSOptions: ParsableArguments {
  @Flag(name: [.customShort("k"), .customLong("insecure")], help: "Accept any certificate: whoever is between can read and change all.")
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

/// Which proxy to go through, and how. The environment and --noproxy are not looked at.
struct ProxyOptions: ParsableArguments {
  @Option(
    name: [.customShort("x"), .customLong("proxy")], parsing: .unconditional,
    help: ArgumentHelp(
      "Go through this proxy, for https URLs by a tunnel. The scheme is http or https; the port 1080 or, for https, 443 if none is given.",
      valueName: "[scheme://][user:password@]host[:port]"))
  var proxy: String?

  @Flag(name: [.customShort("p"), .customLong("proxytunnel")], help: "Ask the proxy for a tunnel (CONNECT) for http URLs, too.")
  var tunnel = false

  @Option(
    name: .customLong("proxy-header"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Send this field to the proxy. Through a tunnel, nobody else gets it. Repeatable.", valueName: "'name: value'"))
  var headers: [String] = []

  @Option(
    name: .customLong("proxy-cacert"), parsing: .unconditional,
    help: ArgumentHelp("For an https proxy, trust the authorities in this file (PEM), not the system's.", valueName: "file"))
  var authorities: String?

  @Flag(name: .customLong("proxy-insecure"), help: "Accept any certificate of an https proxy.")
  var isInsecure = false
}
