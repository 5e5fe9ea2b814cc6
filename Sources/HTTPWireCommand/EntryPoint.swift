import ArgumentParser
import HTTPWire
import HTTPWireSupport

/// What C's main calls.
@_cdecl("httpwire_main")
func start(_ count: Int32, _ arguments: UnsafePointer<UnsafePointer<CChar>?>) -> Int32 {
  EntryPoint.main((1..<max(1, Int(count))).map { String(cString: arguments[$0]!) })
  return 0
}

/// Starts the fetching command, or the command that the first argument names.
///
/// The argument parser can't do that: it would take the name of a subcommand for the URL.
enum EntryPoint {
  static func main(_ arguments: [String]) {
    do {
      try StandardDescriptors.ensure()
      Syscalls.ignoreBrokenPipes()
      try UnfinishedFiles.watchIfFirstProcess()
      let rest = Array(arguments.dropFirst())
      switch arguments.first {
      case "demo": try run(DemoCommand.self, rest)
      case "exit-codes": try run(ExitCodesCommand.self, rest)
      case "help": try help(rest.first)
      default: try run(FetchCommand.self, arguments)
      }
    } catch {
      let complaint = error as? Complaint ?? Complaint(.unexpected, "\(error)")
      Console().line("httpwire: " + complaint.text)
      FetchCommand.exit(withError: ExitCode(complaint.status.rawValue))
    }
  }

  /// Runs a command. Bad usage ends with this command's exit status instead of the parser's.
  private static func run<Command: ParsableCommand>(_ type: Command.Type, _ arguments: [String]) throws {
    do {
      var command = try Command.parse(arguments)
      try command.run()
    } catch let complaint as Complaint {
      throw complaint
    } catch {
      // Help and the version are texts that the parser would print without a look at what comes of it.
      if Command.exitCode(for: error).isSuccess { return try StandardOutput.line(Command.fullMessage(for: error)) }
      if Command.exitCode(for: error) != .validationFailure { Command.exit(withError: error) }
      let console = Console()
      for line in Command.fullMessage(for: error).split(separator: "\n") { console.line(String(line)) }
      Command.exit(withError: ExitCode(CommandStatus.badUsage.rawValue))
    }
  }

  private static func help(_ topic: String?) throws {
    switch topic {
    case nil: try StandardOutput.line(FetchCommand.helpMessage())
    case "demo": try StandardOutput.line(DemoCommand.helpMessage())
    case "exit-codes": try StandardOutput.line(CommandStatus.table)
    case let topic?:
      Console().line("httpwire: no help about \(topic); there is help about demo and exit-codes")
      FetchCommand.exit(withError: ExitCode(CommandStatus.badUsage.rawValue))
    }
  }
}
