import HTTPWire
import HTTPWireTesting

/// `httpwire demo`: runs the examples of http.client's documentation against a server on a free loopback port.
enum DemoCommand {
  static let help = """
    httpwire demo

    Runs the examples of http.client's documentation against a server on a free loopback port. Prints each call, as Swift code
    behind '>', and what came back. The requests and replies are real; the command fails when one is other than expected. Needs no
    network and no other program.

    """

  /// Runs the examples. Throws `writing`.
  static func run() throws(Complaint) -> CommandStatus {
    let transcript = Transcript()
    do {
      let server = try DemoServer.start()
      defer { server.stop() }
      try Demo(server: server, transcript: transcript).run()
      for error in server.errors { transcript.differs("the server failed: \(error)") }
    } catch {
      transcript.differs("an example failed: \(error)")
    }
    try transcript.check()
    if transcript.differences > 0 {
      try StandardOutput.write("\n\(transcript.differences) differences from what was expected\n")
      return .demoDiffers
    }
    try StandardOutput.write("\n\(transcript.checks) results, all as expected\n")
    return .success
  }
}
