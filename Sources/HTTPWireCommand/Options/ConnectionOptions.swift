import ArgumentParser

/// How to connect, and what to tolerate.
struct ConnectionOptions: ParsableArguments {
  @Option(name: .customLong("interface"), help: ArgumentHelp("Connect from this interface or local address.", valueName: "name or address"))
  var interface: String?

  @Option(
    name: .customLong("unix-socket"), help: ArgumentHelp("Connect to this Unix socket; the URL's host is only named.", valueName: "path"))
  var unixSocket: String?

  @Option(
    name: .customLong("connect-timeout"),
    help: ArgumentHelp(
      "The longest time for opening the connection: the look-up of the name, all addresses, tunnel and TLS; 0 is no limit.",
      valueName: "seconds"))
  var connectTimeout: Seconds?

  @Option(
    name: [.customShort("m"), .customLong("max-time")],
    help: ArgumentHelp(
      "The longest time for everything, --repeat included; 0 is no limit. Waiting for local files can exceed it.",
      valueName: "seconds"))
  var maxTime: Seconds?

  @Option(
    name: .customLong("leniency"),
    help: "What to accept from the server: what RFC 9112 lets a careful client accept, or all that CPython's http.client does.")
  var leniency = LeniencyOption.default

  @Option(
    name: .customLong("repeat"),
    help: ArgumentHelp("Send the same request this many times over one connection; only the last body is printed.", valueName: "n"))
  var repetitions = 1
}
