import HTTPWireSession

extension FlagGroup {
  static let output = FlagGroup(
    title: "Output",
    flags: [
      .value(
        "o", "output", "file",
        "Write to this file, which is replaced once the body is complete; - is standard output."
      ) { (all, value) throws(Complaint) in all.output.destinations.append(.file(try value.text())) },
      .toggle("O", "remote-name", "Write to a file with the name at the end of the URL's path.") { (all, isOn) in
        if isOn { all.output.destinations.append(.remoteName) }
      },
      .toggle(nil, "remote-name-all", "The same as -O, for each URL without an -o.") { $0.output.isRemoteNameAll = $1 },
      .toggle("J", "remote-header-name", "With -O, use the server's name (Content-Disposition), and overwrite no file.") {
        $0.output.usesServersName = $1
      },
      .value(nil, "output-dir", "directory", "The directory for the files of -o and -O.") { (all, value) throws(Complaint) in
        all.output.folder = try value.text()
      },
      .toggle(nil, "create-dirs", "Create the directories that the files of -o need.") { $0.output.createsFolders = $1 },
      .toggle("R", "remote-time", "Give the file the time of the resource's last change.") { $0.output.keepsTime = $1 },
      .toggle(nil, "keep-partial", "Keep the part of a file that has come before an error.") { $0.output.keepsPartial = $1 },
      .toggle("i", "include", "Print the heads of the responses before the body.") { $0.output.includesHead = $1 },
      .value("D", "dump-header", "file", "Write the heads of the responses to this file; - is standard output.") {
        (all, value) throws(Complaint) in all.output.headFile = try value.text()
      },
      .toggle("f", "fail", "Fail without printing the body if the status is 400 or above.") {
        $0.output.failure = $1 ? .withoutBody : .none
      },
      .toggle(nil, "fail-with-body", "Fail if the status is 400 or above, but print the body.") {
        $0.output.failure = $1 ? .withBody : .none
      },
      .toggle(nil, "fail-early", "Stop at the first URL that fails.") { $0.output.failsEarly = $1 },
      .toggle(nil, "sse", "Print the events of a stream (text/event-stream) as JSON lines as they come, and reconnect after a cut.") {
        $0.output.showsEvents = $1
      },
      .none("N", "no-buffer", "Output is never held back anyway."),
    ])

  static let reports = FlagGroup(
    title: "Reports",
    flags: [
      .toggle("v", "verbose", "Show on standard error what is sent (>), received (<) and done (*).") { $0.output.isVerbose = $1 },
      .toggle("s", "silent", "Show neither progress nor errors.") { $0.output.isSilent = $1 },
      .toggle("S", "show-error", "Show errors even with -s.") { $0.output.showsErrors = $1 },
      .toggle(nil, "progress-meter", "Show the progress, the default; --no-progress-meter does not.") { $0.output.showsMeter = $1 },
      .value("w", "write-out", "format", "Print this at the end, with curl's variables, as in '%{http_code}\\n'; @file holds the format.") {
        $0.output.writeOut = $1
      },
      .toggle(nil, "timing", "Show on standard error when each step started, and how long it took.") { $0.output.showsTiming = $1 },
      .toggle(nil, "json-output", "Print status, fields, times and TLS facts as one JSON object a URL; bodies go to files only.") {
        $0.output.isJSON = $1
      },
      .value(nil, "har", "file", "Write all exchanges to this file as an HTTP archive (HAR 1.2), with credentials masked.") {
        (all, value) throws(Complaint) in all.output.harFile = try value.text()
      },
      .value(nil, "trace", "file", "Write all bytes and steps to this file, credentials included; - is standard output.") {
        (all, value) throws(Complaint) in all.output.traceFile = try value.text()
      },
      .toggle(nil, "steps", "Print a Swift program that does the same, and send nothing.") { $0.output.showsSteps = $1 },
      .toggle(nil, "debug", "Show on standard error what http.client shows at debug level 1.") { $0.output.showsPythonDebug = $1 },
      .none("#", "progress-bar", "The progress is one line anyway."),
    ])

  static let general = FlagGroup(
    title: "General",
    flags: [
      .value("K", "config", "file", "Read flags from this file, one a line; - is standard input.") { (all, value) throws(Complaint) in
        try ConfigFile.read(try value.text(), into: &all)
      },
      .none("q", "disable", "No file is read unless -K names it."),
      .toggle("h", "help", "Show this text.") { $0.instead = $1 ? .help : nil },
      .toggle("V", "version", "Show the version, and what is built in.") { $0.instead = $1 ? .version : nil },
      .toggle(nil, "manual", "Show the manual page, as in 'httpwire --manual | man -l -'.") { $0.instead = $1 ? .manual : nil },
      .value(nil, "completions", "bash|zsh|fish", "Print a script with which this shell completes flags.") {
        (all, value) throws(Complaint) in
        all.instead = .completions(shell: try value.text())
      },
    ])
}
