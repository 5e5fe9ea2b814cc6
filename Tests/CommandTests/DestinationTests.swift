import ArgumentParser
import HTTPWireSession
import Testing

@testable import HTTPWireCommand

@Suite("Where the output goes")
struct DestinationTests {
  @Test(
    "-O takes the last part of the URL's path, as it stands there",
    arguments: [
      ("http://a/b", "b"), ("http://a/b/c.txt", "c.txt"), ("http://a/b?c/d", "b"), ("http://a/b#c/d", "b"),
      ("http://a/..%2F..%2Fetc%2Fpasswd", "..%2F..%2Fetc%2Fpasswd"), ("http://a/b/../c", "c"),
    ])
  func remoteName(url: String, name: String) throws {
    let destination = try Destination(.parse(["-O"]), HTTPURL(argument: url))
    #expect(destination == .file(path: name))
    #expect(!name.contains("/"))
  }

  @Test(
    "-O refuses a URL without a name", arguments: ["http://a", "http://a/", "http://a/b/", "http://a/?b", "http://a/..", "http://a/b/."])
  func noRemoteName(url: String) throws {
    let target = try HTTPURL(argument: url)
    let complaint = #expect(throws: Complaint.self) { try Destination(.parse(["-O"]), target) }
    #expect(complaint?.status == .badUsage)
  }

  @Test(
    "-o names a file or standard output",
    arguments: [
      ([], Destination.standardOutput), (["-o", "-"], .standardOutputAsItIs), (["-o", "x"], .file(path: "x")),
      (["-odir/x"], .file(path: "dir/x")), (["--output", "-x"], .file(path: "-x")),
    ])
  func output(arguments: [String], destination: Destination) throws {
    #expect(try Destination(.parse(arguments), HTTPURL(argument: "http://a/b")) == destination)
  }

  @Test("-o without a name, or together with -O, is refused", arguments: [["-o", ""], ["-o", "x", "-O"]])
  func badOutput(arguments: [String]) throws {
    let target = try HTTPURL(argument: "http://a/b")
    #expect(throws: Complaint.self) { try Destination(.parse(arguments), target) }
  }
}
