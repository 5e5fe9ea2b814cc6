import HTTPWire
import HTTPWireSupport
import Testing

@testable import HTTPWireCommand

@Suite("Files of flags")
struct ConfigFileTests {
  static let lines: [(String, [String])] = [
    ("", []), ("   ", []), ("# a comment", []), ("  # another", []), ("silent", ["--silent"]), ("-s", ["-s"]), ("--silent", ["--silent"]),
    ("url = http://a/", ["--url", "http://a/"]), ("url=http://a/", ["--url", "http://a/"]), ("url: http://a/", ["--url", "http://a/"]),
    ("url http://a/", ["--url", "http://a/"]), ("-o file", ["-o", "file"]), ("-uuser:pass", ["-uuser:pass"]), ("-da=b", ["-da=b"]),
    ("--max-time=2", ["--max-time=2"]),
    ("-HName:x", ["-HName:x"]), ("output = \"a file\"", ["--output", "a file"]),
    ("data = \"a\\\"b\\\\c\\td\\n\"", ["--data", "a\"b\\c\td\n"]), ("user-agent \"\"", ["--user-agent", ""]),
    ("-H \"A: b\" # not read", ["-H", "A: b"]), ("output a # comment", ["--output", "a"]),
  ]

  @Test("a line is a flag and perhaps its value", arguments: lines)
  func line(text: String, arguments: [String]) throws {
    #expect(try ConfigFile.arguments(of: Array(text.utf8)[...]) == arguments.map { Argument($0) })
  }

  @Test("a file's flags count as if they stood on the command line, and one that is wrong is named with its line")
  func file() throws {
    let folder = try TemporaryFolder(["good": "-s\r\nurl = \"http://a/\"\n\n# end\n-X PUT", "bad": "-s\n--nothing\n", "self": ""])
    let settings = try Settings.of(["-K", folder.path("good"), "-f"])
    #expect(settings.output.isSilent && settings.request.method == "PUT" && settings.urls == [Argument("http://a/")])
    let complaint = #expect(throws: Complaint.self) { try Settings.of(["-K", folder.path("bad")]) }
    #expect(complaint?.text.contains("bad, line 2: there is no flag --nothing") == true)
    #expect(throws: Complaint.self) { try Settings.of(["-K", folder.path("missing")]) }
  }

  @Test("files that name each other end")
  func circle() throws {
    let path = "/tmp/httpwire-circle-\(UInt64.random(in: 0 ... .max))"
    let descriptor = try Syscalls.createForWriting(path)
    defer { Syscalls.removeFile(path) }
    try Syscalls.writeFile(descriptor, Array("-K \(path)".utf8).span)
    try Syscalls.closeChecked(descriptor)
    let complaint = #expect(throws: Complaint.self) { try Settings.of(["-K", path]) }
    #expect(complaint?.status == .badUsage)
  }
}
