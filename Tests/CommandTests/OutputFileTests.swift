import Foundation
import Testing

@testable import HTTPWireCommand

@Suite("Files that are replaced when complete", .serialized)
struct OutputFileTests {
  @Test("a file is there only once it is complete, and nothing stays beside it")
  func commits() throws {
    let folder = try TemporaryFolder()
    let file = try OutputFile(folder.path("out"))
    try file.write(Array("new".utf8))
    #expect(folder.text("out") == nil)
    try file.commit()
    #expect(folder.text("out") == "new")
    #expect(folder.names == ["out"])
  }

  @Test("what was there stays when the new file is given up")
  func discards() throws {
    let folder = try TemporaryFolder(["out": "old"])
    let file = try OutputFile(folder.path("out"))
    try file.write(Array("new".utf8))
    file.discard()
    #expect(folder.text("out") == "old")
    #expect(folder.names == ["out"])
  }

  @Test("only a file that replaces another waits for the disk")
  func replacement() throws {
    let folder = try TemporaryFolder(["out": "old"])
    #expect(try OutputFile(folder.path("out")).replacesFile)
    #expect(try !OutputFile(folder.path("new")).replacesFile)
    #expect(try !OutputFile("/dev/null").replacesFile)
  }

  @Test("a file that is replaced keeps its permissions")
  func permissions() throws {
    let folder = try TemporaryFolder(["out": "old"])
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder.path("out"))
    let file = try OutputFile(folder.path("out"))
    try file.commit()
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("out"))
    #expect(attributes[.posixPermissions] as? Int == 0o640)
  }

  @Test("of a link, the file that it leads to is replaced")
  func links() throws {
    let folder = try TemporaryFolder(["real": "old"])
    try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: "real")
    let file = try OutputFile(folder.path("link"))
    try file.write(Array("new".utf8))
    try file.commit()
    #expect(folder.text("real") == "new")
    #expect(folder.names == ["link", "real"])
  }

  @Test("a device is written to, not replaced")
  func devices() throws {
    let file = try OutputFile("/dev/null")
    try file.write([1, 2, 3])
    try file.commit()
    let attributes = try FileManager.default.attributesOfItem(atPath: "/dev/null")
    #expect(attributes[.type] as? FileAttributeType == .typeCharacterSpecial)
  }

  @Test("a directory and a path that leads nowhere are refused", arguments: [".", "no/such/folder/file"])
  func refused(name: String) throws {
    let folder = try TemporaryFolder()
    let complaint = #expect(throws: Complaint.self) { try OutputFile(folder.path(name)) }
    #expect(complaint?.status == .writing)
  }
}

/// A folder that goes with its owner.
final class TemporaryFolder {
  let url: URL

  init(_ files: [String: String] = [:]) throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("httpwire-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for (name, text) in files { try Data(text.utf8).write(to: url.appendingPathComponent(name)) }
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.path + "/" + name }

  func text(_ name: String) -> String? {
    FileManager.default.contents(atPath: path(name)).map { String(decoding: $0, as: UTF8.self) }
  }

  var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted() }
}
