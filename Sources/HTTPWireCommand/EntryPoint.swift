import HTTPWire
import HTTPWireSupport

/// Fetches, or runs the command that the first argument names.
enum EntryPoint {
  static func run(_ arguments: [Argument]) -> CommandStatus {
    let console = Console()
    var settings = Settings()
    var isParsed = false
    do throws(Complaint) {
      try prepareProcess()
      switch arguments.first {
      case Argument("demo") where arguments.count == 1: return try DemoCommand.run()
      case Argument("exit-codes") where arguments.count == 1: try StandardOutput.write(CommandStatus.table + "\n")
      case Argument("help"): try help(arguments.dropFirst().first)
      default:
        try CommandParser.apply(arguments, to: &settings)
        isParsed = true
        return try fetch(settings, console)
      }
      return .success
    } catch {
      if !isParsed || !settings.output.isSilent || settings.output.showsErrors || error.status == .badUsage {
        for line in error.text.split(separator: "\n") { console.line("httpwire: " + line) }
      }
      return error.status
    }
  }

  /// Settles what others can do to the process: closed descriptors, readers that are gone, signals.
  private static func prepareProcess() throws(Complaint) {
    try StandardDescriptors.ensure()
    Syscalls.ignoreBrokenPipes()
    do throws(HTTPException) { try UnfinishedFiles.watch() } catch { throw Complaint(error) }
  }

  private static func fetch(_ settings: Settings, _ console: Console) throws(Complaint) -> CommandStatus {
    switch settings.instead {
    case .help: try StandardOutput.write(Help.text)
    case .version: try StandardOutput.write(Version.text)
    case .manual: try StandardOutput.write(ManualPage.text)
    case .completions(let shell): try StandardOutput.write(Completions.text(for: shell))
    case nil:
      let runner = try TransferRunner(settings, console)
      if settings.output.showsSteps {
        try StandardOutput.write(runner.steps)
        return .success
      }
      return try runner.run()
    }
    return .success
  }

  private static func help(_ topic: Argument?) throws(Complaint) {
    switch topic {
    case nil: try StandardOutput.write(Help.text)
    case Argument("demo"): try StandardOutput.write(DemoCommand.help)
    case Argument("exit-codes"): try StandardOutput.write(CommandStatus.table + "\n")
    case let topic?:
      throw Complaint(.badUsage, "no help about \(TerminalText.escaped(topic.bytes)); there is help about demo and exit-codes")
    }
  }
}
