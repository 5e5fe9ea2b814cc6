import HTTPWireSession
import Testing

@testable import HTTPWireCommand

@Suite("Where the output goes")
struct OutputPlanTests {
  @Test(
    "-O takes the last part of the URL's path, as it stands there",
    arguments: [
      ("http://a/b", "b"), ("http://a/b/c.txt", "c.txt"), ("http://a/b?c/d", "b"), ("http://a/b#c/d", "b"),
      ("http://a/..%2F..%2Fetc%2Fpasswd", "..%2F..%2Fetc%2Fpasswd"), ("http://a/b/../c", "c"),
    ])
  func remoteName(url: String, name: String) throws {
    #expect(try place(["-O", url]) == .file(name))
    #expect(!name.contains("/"))
  }

  @Test(
    "-O refuses a URL without a name", arguments: ["http://a", "http://a/", "http://a/b/", "http://a/?b", "http://a/..", "http://a/b/."])
  func noRemoteName(url: String) throws {
    let complaint = #expect(throws: Complaint.self) { try place(["-O", url]) }
    #expect(complaint?.status == .writing)
  }

  @Test(
    "-o names a file or standard output, in the directory of --output-dir",
    arguments: [
      ([], OutputPlan.Place.standardOutput), (["-o", "-"], .standardOutputAsItIs), (["-o", "x"], .file("x")), (["-odir/x"], .file("dir/x")),
      (["--output", "-x"], .file("-x")), (["-o", "x", "--output-dir", "d"], .file("d/x")), (["-O", "--output-dir", "d/"], .file("d/b")),
      (["--json-output"], .nowhere), (["--json-output", "-o", "x"], .file("x")),
    ])
  func output(arguments: [String], place: OutputPlan.Place) throws {
    #expect(try self.place(arguments + ["http://a/b"]) == place)
  }

  static let names: [(String?, String?)] = [
    ("attachment; filename=\"x.txt\"", "x.txt"), ("attachment; filename=../../etc/passwd", "passwd"),
    ("attachment; filename=\"a\\\\b\"", "b"),
    ("attachment; filename=\"..\"", "b"), ("attachment", "b"), (nil, "b"), ("attachment; filename=\"a\u{1}b\"", "b"),
    ("attachment; filename=\"\"", "b"), ("inline; filename=y", "y"),
  ]

  @Test("-J takes the server's name if it is that of a file in the directory, and else the URL's", arguments: names)
  func serversName(disposition: String?, name: String?) throws {
    let settings = try Settings.of(["-OJ", "--output-dir", "d", "http://a/b"])
    let plan = try OutputPlan(TransferPlan(settings, number: 0), settings.output)
    var headers = HTTPMessage()
    if let disposition { headers.add("Content-Disposition", disposition) }
    #expect(try plan.file(for: headers)?.path == name.map { "d/" + $0 })
  }

  private func place(_ arguments: [String]) throws(Complaint) -> OutputPlan.Place {
    let settings = try Settings.of(arguments)
    return try OutputPlan(TransferPlan(settings, number: 0), settings.output).place
  }
}
