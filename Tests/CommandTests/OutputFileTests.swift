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

  @Test(
    "what can't be written is refused with the user's name and the system's words",
    arguments: [
      (".", "Is a directory"), ("no/such/folder/file", "No such file or directory"), ("old/file", "Not a directory"),
      (String(repeating: "x", count: 300), "File name too long"), ("circle", "Too many levels of symbolic links"),
    ])
  func refused(name: String, words: String) throws {
    let folder = try TemporaryFolder(["old": "old"])
    try FileManager.default.createSymbolicLink(atPath: folder.path("circle"), withDestinationPath: "circle")
    let complaint = #expect(throws: Complaint.self) { try OutputFile(folder.path(name)) }
    #expect(complaint == Complaint(.writing, "\(folder.path(name)): \(words)"))
    #expect(folder.names == ["circle", "old"])
  }

  @Test("a new file may be used by whom the user's mask lets")
  func newPermissions() throws {
    let folder = try TemporaryFolder(["shell": ""])
    let plain = try facts(folder.path("shell")).mode
    let file = try OutputFile(folder.path("out"))
    try file.commit()
    #expect(try facts(folder.path("out")).mode == plain)
  }

  // MARK: What a replacement would lose

  @Test("a file with other names or special rights is written itself", arguments: [nil, 0o4755, 0o2755, 0o1644] as [mode_t?])
  func writtenItself(mode: mode_t?) throws {
    let folder = try TemporaryFolder(["out": "a longer old text"])
    let path = folder.path("out")
    if let mode { #expect(chmod(path, mode) == 0) } else { try FileManager.default.linkItem(atPath: path, toPath: folder.path("other")) }
    let before = try facts(path)
    let file = try OutputFile(path)
    #expect(!file.replacesFile)
    #expect(folder.text("out") == "a longer old text")
    try file.write(Array("new".utf8))
    try file.write(Array("er".utf8))
    try file.commit()
    #expect(folder.text("out") == "newer")
    #expect(try facts(path).number == before.number)
    #expect(try facts(path).mode & 0o777 == before.mode & 0o777)
    if mode == nil { #expect(folder.text("other") == "newer") }
  }

  @Test("a file that is written itself keeps its bytes until the first new one comes, and is empty if none does")
  func lateCut() throws {
    let folder = try TemporaryFolder(["out": "old"])
    try FileManager.default.linkItem(atPath: folder.path("out"), toPath: folder.path("other"))
    try OutputFile(folder.path("out")).discard()
    #expect(folder.text("out") == "old")
    try OutputFile(folder.path("out")).commit()
    #expect(folder.text("out") == "")
  }

  @Test("of a link that leads nowhere, the target is made", arguments: ["target", "./target", "second", "folder/../target"])
  func danglingLinks(target: String) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path("folder"), withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: target)
    try FileManager.default.createSymbolicLink(atPath: folder.path("second"), withDestinationPath: folder.path("target"))
    let file = try OutputFile(folder.path("link"))
    try file.write(Array("new".utf8))
    try file.commit()
    #expect(folder.text("target") == "new")
    #expect(folder.names == ["folder", "link", "second", "target"])
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("link")) == target)
  }

  // MARK: Options

  @Test("appending leaves what is there, also after an error", arguments: ["old ", nil], [true, false])
  func appending(old: String?, isComplete: Bool) throws {
    let folder = try TemporaryFolder(old.map { ["out": $0] } ?? [:])
    let file = try OutputFile(folder.path("out"), .init(existing: .append, keepsPartial: true))
    try file.write(Array("new".utf8))
    if isComplete { try file.commit() } else { file.discard() }
    #expect(folder.text("out") == (old ?? "") + "new")
    #expect(folder.names == ["out"])
  }

  @Test("a part is kept after an error if that is asked for, and only if there is one", arguments: ["old", nil], ["part", ""])
  func keptPart(old: String?, part: String) throws {
    let folder = try TemporaryFolder(old.map { ["out": $0] } ?? [:])
    let file = try OutputFile(folder.path("out"), .init(keepsPartial: true))
    if !part.isEmpty { try file.write(Array(part.utf8)) }
    file.discard()
    #expect(folder.text("out") == (part.isEmpty ? old : part))
    #expect(folder.names == (part.isEmpty && old == nil ? [] : ["out"]))
  }

  @Test("a file that is there, or a link that leads nowhere, is refused if that is asked for", arguments: [true, false])
  func exclusive(isLink: Bool) throws {
    let folder = try TemporaryFolder(isLink ? [:] : ["out": "old"])
    let path = folder.path("out")
    if isLink { try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "target") }
    let complaint = #expect(throws: Complaint.self) { try OutputFile(path, .init(existing: .refuse)) }
    #expect(complaint == Complaint(.writing, "\(path): File exists"))
    #expect(folder.names == ["out"])
  }

  @Test("a file of one's own is removed after an error, though no other could have been written", arguments: [true, false])
  func exclusiveError(isComplete: Bool) throws {
    let folder = try TemporaryFolder()
    let file = try OutputFile(folder.path("out"), .init(existing: .refuse))
    try file.write(Array("new".utf8))
    if isComplete { try file.commit() } else { file.discard() }
    #expect(folder.text("out") == (isComplete ? "new" : nil))
  }

  @Test("directories are made if that is asked for, and those that are there stay", arguments: ["a/b/c/out", "a//b/out", "./a/out", "out"])
  func folders(name: String) throws {
    let folder = try TemporaryFolder()
    for _ in 0..<2 {
      let file = try OutputFile(folder.path(name), .init(createsFolders: true))
      try file.write(Array("new".utf8))
      try file.commit()
      #expect(folder.text(name) == "new")
    }
    if name != "out" { #expect(try facts(folder.path("a")).mode & 0o027 == 0) }
  }

  @Test("the time of the last change can be set", arguments: [0, 1_000_000_000, -1] as [Int64])
  func modificationTime(seconds: Int64) throws {
    let folder = try TemporaryFolder()
    let file = try OutputFile(folder.path("out"))
    file.modificationTime = seconds
    try file.write([1])
    try file.commit()
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("out"))
    #expect((attributes[.modificationDate] as? Date)?.timeIntervalSince1970 == Double(seconds))
  }

  /// A file's number and mode.
  private func facts(_ path: String) throws -> (number: ino_t, mode: mode_t) {
    var status = stat()
    try #require(stat(path, &status) == 0)
    return (status.st_ino, status.st_mode)
  }
}

/// A folder that goes with its owner.
final class TemporaryFolder: Sendable {
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
