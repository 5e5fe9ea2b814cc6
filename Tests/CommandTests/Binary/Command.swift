import Foundation

/// The built command, run as a program of its own.
struct Command {
  let status: Int32
  let wasSignalled: Bool
  let output: [UInt8]
  let errors: String

  var text: String { String(decoding: output, as: UTF8.self) }

  /// Runs the command with some input and waits for its end.
  init(_ arguments: [String], input: String = "", in folder: TemporaryFolder? = nil) throws {
    try self.init(RunningCommand(arguments, input: input, in: folder))
  }

  /// Waits for the end of a command.
  init(_ running: RunningCommand) throws {
    running.process.waitUntilExit()
    status = running.process.terminationStatus
    wasSignalled = running.process.terminationReason == .uncaughtSignal
    output = Array(FileManager.default.contents(atPath: running.folder.path("stdout")) ?? Data())
    errors = running.folder.text("stderr") ?? ""
  }

  struct Missing: Error {}

  /// The program, which is built into the same folder as the tests.
  static func executable() throws -> URL {
    let bundles = [Bundle.main, Bundle(for: TemporaryFolder.self)].map(\.bundleURL)
    let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    for folder in bundles + bundles.map({ $0.deletingLastPathComponent() }) + [program] {
      let candidate = folder.appendingPathComponent("httpwire")
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isFolder), !isFolder.boolValue { return candidate }
    }
    throw Missing()
  }
}

/// A command that was started. Input and output are files, so that neither side waits for the other.
struct RunningCommand {
  let process = Process()
  let folder: TemporaryFolder

  init(_ arguments: [String], input: String = "", in working: TemporaryFolder? = nil) throws {
    folder = try TemporaryFolder(["stdout": "", "stderr": ""])
    process.executableURL = try Command.executable()
    process.arguments = arguments
    if let working { process.currentDirectoryURL = working.url }
    let pipe = Pipe()
    process.standardInput = pipe
    process.standardOutput = FileHandle(forWritingAtPath: folder.path("stdout"))
    process.standardError = FileHandle(forWritingAtPath: folder.path("stderr"))
    try process.run()
    if !input.isEmpty { pipe.fileHandleForWriting.write(Data(input.utf8)) }
    try pipe.fileHandleForWriting.close()
  }
}
