import ArgumentParser
import HTTPWire

/// A number of seconds on the command line; 0 is no limit, as with curl.
struct Seconds: ExpressibleByArgument, Equatable {
  let duration: Duration?

  init?(argument: String) {
    guard let seconds = Double(argument), seconds >= 0, seconds <= 1e9 else { return nil }
    duration = seconds == 0 ? nil : .seconds(seconds)
  }
}

/// One of a few words on the command line. The parser would find them out by reflection, at each start of the command.
protocol WordOption: ExpressibleByArgument, CaseIterable, RawRepresentable<String> {}

extension WordOption {
  static var allValueStrings: [String] { allCases.map { $0.rawValue } }

  /// There is nothing to say beyond the words.
  static var allValueDescriptions: [String: String] { [:] }
}

/// The presets of `ParsingLeniency`.
enum LeniencyOption: String, WordOption {
  case `default`, python

  var leniency: ParsingLeniency {
    switch self {
    case .default: .default
    case .python: .python
    }
  }
}

/// What to ask for and what to send with it.
struct RequestOptions: ParsableArguments {
  @Option(
    name: [.customShort("X", allowingJoined: true), .customLong("request")], parsing: .unconditional,
    help: ArgumentHelp("The method, instead of the one that the other flags imply.", valueName: "method"))
  var method: String?

  @Option(
    name: [.customShort("H", allowingJoined: true), .customLong("header")], parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Send this field. 'Name;' sends it empty, 'Name:' leaves out the one that is sent by itself. Repeatable.",
      valueName: "'name: value'"))
  var headers: [String] = []

  @Option(
    name: [.customShort("d", allowingJoined: true), .customLong("data")], parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "POST this form data; @file and @- (standard input) lose their line ends. Several are joined by '&'. Held in memory.",
      valueName: "data"))
  var data: [String] = []

  @Option(
    name: .customLong("data-binary"), parsing: .unconditional,
    help: ArgumentHelp(
      "POST this as it is; @file and @- are sent a block at a time, with the file's Content-Length.", valueName: "data"))
  var dataBinary: String?

  @Option(
    name: [.customShort("T", allowingJoined: true), .customLong("upload-file")], parsing: .unconditional,
    help: ArgumentHelp(
      "PUT this file; - is standard input, sent in chunks unless it is a file. Its name is added to a URL that ends in '/'.",
      valueName: "file"))
  var uploadFile: String?

  @Flag(name: .customLong("chunked"), help: "Send the body in chunks, whether its length is known or not.")
  var chunked = false

  @Flag(
    name: .customLong("compressed"),
    help: ArgumentHelp(
      "Accept gzip and deflate, and undo them as the body comes. The head is shown as it was, and only bytes received are counted."))
  var compressed = false

  @Flag(name: [.customShort("I"), .customLong("head")], help: "Ask for the head alone (HEAD), and print it.")
  var head = false

  @Flag(name: [.customShort("0"), .customLong("http1.0")], help: "Send the request as HTTP/1.0.")
  var http10 = false
}

/// How to connect, and what to put up with.
struct ConnectionOptions: ParsableArguments {
  @Option(name: .customLong("interface"), help: ArgumentHelp("Connect from this local address.", valueName: "address"))
  var interface: String?

  @Option(
    name: .customLong("unix-socket"), help: ArgumentHelp("Connect to this Unix socket; the URL's host is only named.", valueName: "path"))
  var unixSocket: String?

  @Option(
    name: .customLong("connect-timeout"),
    help: ArgumentHelp(
      "The longest time to try each of the host's addresses, and then for tunnel and TLS; 0 is no limit.", valueName: "seconds"))
  var connectTimeout: Seconds?

  @Option(
    name: [.customShort("m"), .customLong("max-time")],
    help: ArgumentHelp(
      "The longest time for everything, --repeat included; 0 is no limit. Looking up the name, and waiting for local files, can exceed it.",
      valueName: "seconds"))
  var maxTime: Seconds?

  @Option(
    name: .customLong("leniency"),
    help: "What to accept from the server: what RFC 9112 lets a careful client accept, or all that CPython's http.client does.")
  var leniency = LeniencyOption.default

  @Option(
    name: .customLong("repeat"),
    help: ArgumentHelp("Send the same request so many times over one connection; the last body is printed.", valueName: "n"))
  var repetitions = 1
}

/// Where what comes back goes, and what is told about it.
struct OutputOptions: ParsableArguments {
  @Option(
    name: [.customShort("o", allowingJoined: true), .customLong("output")], parsing: .unconditional,
    help: ArgumentHelp(
      "Write to this file, which is replaced once all of it is there; - is standard output, whatever comes.", valueName: "file"))
  var output: String?

  @Flag(name: [.customShort("O"), .customLong("remote-name")], help: "Write to a file named as the last part of the URL's path.")
  var remoteName = false

  @Flag(name: [.customShort("i"), .customLong("include")], help: "Print the response's head before its body.")
  var include = false

  @Flag(name: [.customShort("f"), .customLong("fail")], help: "Print nothing and fail when the status is 400 or above.")
  var fail = false

  @Flag(name: [.customShort("v"), .customLong("verbose")], help: "Tell on standard error what is sent (>), received (<) and done (*).")
  var verbose = false

  @Flag(name: [.customShort("s"), .customLong("silent")], help: "Show neither progress nor errors.")
  var silent = false

  @Flag(name: [.customShort("S"), .customLong("show-error")], help: "Show errors even with -s.")
  var showError = false

  @Flag(name: .customLong("timing"), help: "Tell on standard error how long it took to connect, until the first byte, and in all.")
  var timing = false

  @Flag(name: .customLong("steps"), help: "Show on standard error the calls of the library that are made, as Swift code.")
  var steps = false

  @Flag(name: .customLong("debug"), help: "Show on standard error what http.client's debug level 1 shows.")
  var debug = false
}
