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
    let transcript = Transcript { print($0) }
    do {
      let server = try DemoServer.start()
      defer { server.stop() }
      try Demo(server: server, transcript: transcript).run()
      for error in server.errors { transcript.differs("the server failed: \(error)") }
    } catch {
      transcript.differs("an example failed: \(error)")
    }
    print("")
    if transcript.differences > 0 {
      print("\(transcript.differences) differences from what was expected")
      throw ExitCode(CommandStatus.demoDiffers.rawValue)
    }
    print("\(transcript.checks) results, all as expected")
  }
}
