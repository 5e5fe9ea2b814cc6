import Foundation
import HTTPWire
import HTTPWireSupport
import Testing

@testable import HTTPWireCommand

@Suite("Where the name of an output file leads")
struct OutputPlaceTests {
  static let descriptors: [(String, Int32)] = [
    ("/dev/stdout", 1), ("/dev/stderr", 2), ("/dev/stdin", 0), ("/dev/fd/7", 7), ("/proc/self/fd/12", 12), ("//dev//./stdout", 1),
    ("/proc/thread-self/fd/1", 1), ("/proc/\(getpid())/fd/2", 2),
  ]

  @Test("a name of a descriptor is the descriptor", arguments: descriptors)
  func namedDescriptors(name: String, number: Int32) throws {
    #expect(try OutputPlace(name) == .descriptor(number))
  }

  @Test("a link to such a name is the descriptor, too", arguments: ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "second"])
  func links(target: String) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(atPath: folder.path("second"), withDestinationPath: "/dev/stdout")
    try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: target)
    #expect(try OutputPlace(folder.path("link")) == .descriptor(1))
  }

  @Test("a link to a folder of descriptors is followed", .enabled(if: FileManager.default.fileExists(atPath: "/dev/fd")))
  func folders() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: "/dev/fd")
    #expect(try OutputPlace(folder.path("link/1")) == .descriptor(1))
  }

  @Test(
    "any other name is a file",
    arguments: [
      "out", "/dev/null", "/dev/stdouts", "/dev/fd/x", "/dev/fd/-1", "/proc/1/fd/x", "/dev/fd/99999999999", "/no/dev/stdout",
    ])
  func files(name: String) throws {
    #expect(try OutputPlace(name) == .file(path: name))
  }

  @Test("a descriptor of the process's own is not meant by its number")
  func ownDescriptors() throws {
    let folder = try TemporaryFolder()
    let own = try Syscalls.createForWriting(folder.path("own"))
    defer { Syscalls.release(own) }
    let complaint = #expect(throws: Complaint.self) { try OutputFile("/dev/fd/\(own)") }
    #expect(complaint == Complaint(.writing, "/dev/fd/\(own): Bad file descriptor"))
  }

  static let proposed: [(String, String?)] = [
    ("a.txt", "a.txt"), ("/etc/passwd", "passwd"), ("..\\..\\a", "a"), ("a/", nil), ("", nil), (".", nil), ("..", nil), ("x/..", nil),
    ("a\u{1B}[2J", nil), ("a\nb", nil), ("a\0b", nil), ("a\tb", nil), ("\u{202E}txt.exe", nil), ("\u{E9} f", "\u{E9} f"),
    (String(repeating: "x", count: 255), String(repeating: "x", count: 255)), (String(repeating: "x", count: 256), nil),
  ]

  @Test("of a name that a server proposes, what could lead elsewhere or deceive is not used", arguments: proposed)
  func serverNames(text: String, name: String?) {
    #expect(ServerFileName.checked(text.utf8) == name)
  }

  @Test("a name that is not UTF-8 is not used")
  func bytes() {
    #expect(ServerFileName.checked([0x61, 0xE9]) == nil)
  }
}
