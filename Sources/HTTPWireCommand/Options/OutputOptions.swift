import ArgumentParser

/// Where the response goes, and what is reported about it.
struct OutputOptions: ParsableArguments {
  @Option(
    name: [.customShort("o", allowingJoined: true), .customLong("output")], parsing: .unconditional,
    help: ArgumentHelp(
      "Write to this file, which is replaced when the body is complete; - is standard output, also for binary data.", valueName: "file"))
  var output: String?

  @Flag(name: [.customShort("O"), .customLong("remote-name")], help: "Write to a file named as the last part of the URL's path.")
  var remoteName = false

  @Flag(name: [.customShort("i"), .customLong("include")], help: "Print the response's head before its body.")
  var include = false

  @Flag(name: [.customShort("f"), .customLong("fail")], help: "Print nothing and fail when the status is 400 or above.")
  var fail = false

  @Flag(name: [.customShort("v"), .customLong("verbose")], help: "Show on standard error what is sent (>), received (<) and done (*).")
  var verbose = false

  @Flag(name: [.customShort("s"), .customLong("silent")], help: "Show neither progress nor errors.")
  var silent = false

  @Flag(name: [.customShort("S"), .customLong("show-error")], help: "Show errors even with -s.")
  var showError = false

  @Flag(name: .customLong("timing"), help: "Show on standard error the time to connect, to the first byte, and in total.")
  var timing = false

  @Flag(name: .customLong("steps"), help: "Show on standard error the calls that are made to the library, as Swift code.")
  var steps = false

  @Flag(name: .customLong("debug"), help: "Show on standard error what http.client's debug level 1 shows.")
  var debug = false
}
