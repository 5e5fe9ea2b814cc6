import ArgumentParser
import HTTPWire
import HTTPWireSupport

/// The command line: the fetching command itself, unless the first argument is one of the few words that mean something else.
///
/// The parser would take such a word for the URL, as it prefers a command's own arguments to its subcommands.
@main
enum Main {
  static func main() {
    Syscalls.ignoreBrokenPipes()
    let arguments = Array(CommandLine.arguments.dropFirst())
    let rest = Array(arguments.dropFirst())
    switch arguments.first {
    case "demo": run(DemoCommand.self, rest)
    case "exit-codes": run(ExitCodesCommand.self, rest)
    case "help": help(rest.first)
    default: run(FetchCommand.self, arguments)
    }
  }

  /// Bad usage ends with the status of its own in place of the parser's.
  private static func run<Command: ParsableCommand>(_ type: Command.Type, _ arguments: [String]) {
    do {
      var command = try Command.parse(arguments)
      try command.run()
    } catch {
      if Command.exitCode(for: error) != .validationFailure { Command.exit(withError: error) }
      let console = Console()
      for line in Command.fullMessage(for: error).split(separator: "\n") { console.line(String(line)) }
      Command.exit(withError: ExitCode(CommandStatus.badUsage.rawValue))
    }
  }

  private static func help(_ topic: String?) {
    switch topic {
    case nil: print(FetchCommand.helpMessage())
    case "demo": print(DemoCommand.helpMessage())
    case "exit-codes": print(CommandStatus.table)
    case let topic?:
      Console().line("httpwire: there is no help about \(topic); there is about demo and exit-codes")
      FetchCommand.exit(withError: ExitCode(CommandStatus.badUsage.rawValue))
    }
  }
}

/// `httpwire URL`.
struct FetchCommand: ParsableCommand {
  /// The version that `--version` prints.
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "httpwire",
    abstract: "Fetch a URL over HTTP/1.1 and print the body.",
    usage: """
      httpwire [<options>] <url>
      httpwire demo
      httpwire help exit-codes
      """,
    discussion: """
      Where curl has a flag for something, it is the same flag here. A URL without a scheme is an http one. What is sent and \
      received is never held in memory as a whole, except the data of -d.

      httpwire demo runs the examples of http.client's documentation against a server of its own; httpwire help exit-codes lists what \
      the exit status says.
      """,
    version: version)

  @Argument(help: "What to fetch: http://host:port/path?query, https://..., or without the scheme.")
  var url: String?

  @OptionGroup(title: "Request") var request: RequestOptions
  @OptionGroup(title: "Connection") var connection: ConnectionOptions
  @OptionGroup(title: "TLS") var tls: TLSOptions
  @OptionGroup(title: "Proxy") var proxy: ProxyOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() throws {
    let console = Console()
    do {
      try Fetch(Fetch.Plan(url: url, request, connection, tls, proxy, output), console).run()
    } catch {
      let complaint = (error as? Complaint) ?? (error as? HTTPException).map(Complaint.init) ?? Complaint(.unexpected, "\(error)")
      if !output.silent || output.showError { console.line("httpwire: " + complaint.text) }
      throw ExitCode(complaint.status.rawValue)
    }
  }
}

/// `httpwire exit-codes`, the same as `httpwire help exit-codes`.
struct ExitCodesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "httpwire exit-codes", abstract: "Print what each exit status says.")

  func run() { print(CommandStatus.table) }
}
