import ArgumentParser
import HTTPWire
import HTTPWireSupport

/// The command line: the fetching command itself, unless the first argument is one of the few words that mean something else.
///
/// The parser would take such a word for the URL, as it prefers a command's own arguments to its subcommands.
@main
enum EntryPoint {
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
