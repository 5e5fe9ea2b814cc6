import HTTPWire
import HTTPWireTesting
import Testing

@testable import HTTPWireCommand

@Suite("The command, with a netrc file", .serialized)
struct NetrcOptionTests {
  static let cases: [(file: String, flags: [String], sent: [String])] = [
    ("machine 127.0.0.1 login a password b", [], ["Basic YTpi"]), ("default login a password b", [], ["Basic YTpi"]),
    ("machine localhost login a password b", [], []), ("machine 127.0.0.1 login a password b", ["-H", "Authorization: x"], ["x"]),
    ("machine 127.0.0.1 login a password b", ["-H", "Authorization:"], []),
  ]

  @Test("the host gets its user and password, unless -H says otherwise", arguments: cases)
  func sent(file: String, flags: [String], sent: [String]) throws {
    let server = try LoopbackServer.replying { _ in .init() }
    let folder = try TemporaryFolder(["netrc": file])
    let command = try Command(["--netrc-file", folder.path("netrc")] + flags + ["http://\(server.host):\(server.port)/"])
    #expect(command.status == 0)
    #expect(server.requests.first?.headers.getAll("Authorization") == sent)
  }

  @Test("a file that can't be read or has a fault is named, and none of it is shown")
  func fault() throws {
    let folder = try TemporaryFolder(["netrc": "machine h login \"swordfish"])
    for name in ["netrc", "missing"] {
      let command = try Command(["--netrc-file", folder.path(name), "http://127.0.0.1:1/"])
      #expect(command.status == 26)
      #expect(command.errors.contains(folder.path(name)))
      #expect(!command.errors.contains("swordfish"))
    }
  }
}
