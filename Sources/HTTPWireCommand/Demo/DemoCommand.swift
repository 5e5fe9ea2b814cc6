import ArgumentParser
import HTTPWire
import HTTPWireTesting

/// `httpwire demo`.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "httpwire demo",
    abstract: "Run the examples of http.client's documentation against a server on a free loopback port.",
    discussion: """
      Prints each call, as Swift code behind '>', and what came back. The requests and replies are real; the command fails when one is \
      other than expected. Needs no network and no other program.
      """)

  func run() throws {
    var failure: Complaint?
    // The examples go on without an output, and the complaint comes at the end.
    let transcript = Transcript { line in
      if failure != nil { return }
      do throws(Complaint) { try StandardOutput.line(line) } catch { failure = error }
    }
    do {
      let server = try DemoServer.start()
      defer { server.stop() }
      try Demo(server: server, transcript: transcript).run()
      for error in server.errors { transcript.differs("the server failed: \(error)") }
    } catch {
      transcript.differs("an example failed: \(error)")
    }
    if let failure { throw failure }
    try StandardOutput.line("")
    if transcript.differences > 0 {
      try StandardOutput.line("\(transcript.differences) differences from what was expected")
      throw ExitCode(CommandStatus.demoDiffers.rawValue)
    }
    try StandardOutput.line("\(transcript.checks) results, all as expected")
  }
}
