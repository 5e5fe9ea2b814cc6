import ArgumentParser

/// `httpwire exit-codes`, the same as `httpwire help exit-codes`.
struct ExitCodesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "httpwire exit-codes", abstract: "Print what each exit status says.")

  func run() throws { try StandardOutput.line(CommandStatus.table) }
}
