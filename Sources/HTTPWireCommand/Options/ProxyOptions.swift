import ArgumentParser

/// Which proxy to use, and how. Proxy settings in the environment are ignored.
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
