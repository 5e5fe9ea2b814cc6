import Foundation
import HTTPWire
import HTTPWireSupport
import Testing

@testable import HTTPWireCommand

@Suite("Files that are sent")
struct InputFileTests {
  @Test("a file is sent whole, with its length", arguments: [0, 1, 65_535, 65_536, 65_537, 200_000])
  func whole(count: Int) throws {
    let folder = try TemporaryFolder(["in": String(repeating: "x", count: count)])
    let file = try InputFile(path: folder.path("in"))
    #expect(file.length == Int64(count))
    #expect(try rest(of: file).count == count)
  }

  @Test("a size that the system only claims is no length", .enabled(if: FileManager.default.fileExists(atPath: "/proc/version")))
  func claimedSize() throws {
    let file = try InputFile(path: "/proc/version")
    let length = try #require(file.length)
    #expect(length > 0)
    #expect(try rest(of: file).count == Int(length))
  }

  @Test("a file of the system's with more bytes than are looked at has no length", .enabled(if: hasLongClaim, "there is no such file"))
  func longClaimedSize() throws {
    let file = try InputFile(path: "/proc/kallsyms")
    #expect(file.length == nil)
    #expect(try rest(of: file).count > 65_536)
  }

  private static var hasLongClaim: Bool { (FileManager.default.contents(atPath: "/proc/kallsyms")?.count ?? 0) > 65_536 }

  @Test("a file that becomes shorter or longer while it is sent is an error, before its last byte is sent", arguments: [-1, 1, -100_000])
  func changing(change: Int) throws {
    let count = 100_000
    let folder = try TemporaryFolder(["in": String(repeating: "x", count: count)])
    let file = try InputFile(path: folder.path("in"))
    #expect(truncate(folder.path("in"), count + change) == 0)
    var sent = 0
    let error = #expect(throws: HTTPException.self) {
      while true {
        let block = try self.block(of: file)
        if block.isEmpty { return }
        sent += block.count
      }
    }
    #expect(error.map(CommandStatus.init) == .readingInput)
    #expect(sent < count)
  }

  @Test("what can't be read is named with the system's words", arguments: [(".", "Is a directory"), ("none", "No such file or directory")])
  func unreadable(name: String, words: String) throws {
    let folder = try TemporaryFolder()
    let error = try #require(#expect(throws: HTTPException.self) { try InputFile(path: folder.path(name)) })
    #expect(Complaint(error) == Complaint(.readingInput, "\(folder.path(name)): \(words)"))
  }

  private func rest(of file: InputFile) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let block = try block(of: file)
      if block.isEmpty { return bytes }
      bytes += block
    }
  }

  private func block(of file: InputFile) throws -> [UInt8] {
    try [UInt8](capacity: 16_384) { (free) throws(HTTPException) in try file.read(into: &free) }
  }
}

@Suite("The words for errors")
struct ErrorWordsTests {
  static let texts: [(String, String)] = [
    ("[Errno 111] Connection refused (connect 127.0.0.1:1)", "Connection refused (connect 127.0.0.1:1)"),
    ("[Errno -2] Name or service not known: 'h'", "Name or service not known: 'h'"),
    ("a: [Errno 1] x; b: [Errno 2] y", "a: x; b: y"), ("[Errno ] x", "[Errno ] x"), ("[Errno 1]x", "[Errno 1]x"), ("[[::1]", "[[::1]"),
    ("", ""), ("[Errno 5", "[Errno 5"),
  ]

  @Test("people are not shown the system's numbers", arguments: texts)
  func numbers(text: String, words: String) {
    #expect(HTTPException.withoutNumbers(text) == words)
  }

  @Test("a file is named before what happened to it")
  func files() {
    let error = HTTPException.system(SystemFailure(operation: "open", code: 2, message: "No such file or directory", address: "/x"))
    #expect(error.words == "/x: No such file or directory")
    #expect(error.reason == "No such file or directory")
  }
}
