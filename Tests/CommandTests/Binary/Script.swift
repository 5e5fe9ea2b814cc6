import Foundation

/// A script for the shell that starts the command as `httpwire` in a way in which the tests can't. `$URL` is what it fetches.
struct Script {
  let status: Int32
  let text: String
  let errors: String

  init(_ code: String, url: String = "", in working: TemporaryFolder? = nil) throws {
    let folder = try TemporaryFolder(["stdout": "", "stderr": "", "cwd": ""])
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", code]
    let inherited = ProcessInfo.processInfo.environment
    let path = try Command.executable().deletingLastPathComponent().path + ":" + (inherited["PATH"] ?? "/usr/bin:/bin")
    process.environment = inherited.merging(["PATH": path, "URL": url]) { $1 }
    process.currentDirectoryURL = (working ?? folder).url
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: folder.path("stdout"))
    process.standardError = FileHandle(forWritingAtPath: folder.path("stderr"))
    try process.run()
    process.waitUntilExit()
    status = process.terminationStatus
    text = folder.text("stdout") ?? ""
    errors = folder.text("stderr") ?? ""
  }

  /// Whether a script works here, for a test that needs what is not everywhere.
  static func works(_ code: String) -> Bool { (try? Script(code))?.status == 0 }
}
