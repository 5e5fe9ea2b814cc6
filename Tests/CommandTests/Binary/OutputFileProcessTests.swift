import Foundation
import HTTPWireTesting
import Testing

@Suite("The command and its output file", .serialized)
struct OutputFileProcessTests {
  private func server() throws -> LoopbackServer { try LoopbackServer.replying { _ in .init(text: "new") } }

  static let special: [(script: String, text: String)] = [
    ("echo old >log; httpwire -o /dev/stdout $URL >>log; cat log", "old\nnew"),
    ("{ echo old; httpwire -o /dev/stdout $URL; echo after; } >log; cat log", "old\nnewafter\n"),
    ("{ echo old >&2; httpwire -o /dev/stderr $URL; } 2>log; cat log", "old\nnew"),
    ("echo old >log; httpwire -o /dev/fd/7 $URL 7>>log; cat log", "old\nnew"),
    ("echo old >log; ln -s /dev/stdout name; httpwire -o name $URL >>log; cat log", "old\nnew"),
    ("httpwire -o /dev/stdout $URL | cat", "new"), ("mkfifo log; cat log & httpwire -o log $URL; wait; test -p log", "new"),
    ("httpwire -o /dev/null $URL; test -c /dev/null", ""),
  ]

  @Test("special names are the descriptor or the device, and what is there stays", arguments: special)
  func specialNames(script: String, text: String) throws {
    let server = try server()
    let run = try Script(script, url: server.url)
    #expect(run.text == text)
    #expect(run.errors == "")
    #expect(run.status == 0)
  }

  @Test(
    "a file that is mounted by itself can't be replaced, and is written",
    .enabled(if: Script.works("unshare -m sh -c 'mount --bind cwd cwd'"), "nothing may be mounted here"))
  func mountedFile() throws {
    let server = try server()
    let folder = try TemporaryFolder(["source": "a longer old text", "out": ""])
    let run = try Script("unshare -m sh -c 'mount --bind source out && httpwire -o out $URL'", url: server.url, in: folder)
    #expect(run.status == 0)
    #expect(folder.text("source") == "new")
    #expect(folder.names == ["out", "source"])
  }

  /// Runs a script where its folder can't be written.
  private static func readOnly(_ script: String) -> String {
    "unshare -m sh -c 'mount --bind \"$PWD\" \"$PWD\" && mount -o remount,ro,bind \"$PWD\" && cd \"$PWD\" && \(script)'"
  }

  @Test(
    "a file system that can't be written says so",
    .enabled(if: Script.works(readOnly("true")), "nothing may be mounted here"),
    arguments: ["old", "other"])
  func readOnlyFileSystem(name: String) throws {
    let server = try server()
    let folder = try TemporaryFolder(["old": "old"])
    let run = try Script(Self.readOnly("httpwire -o \(name) $URL"), url: server.url, in: folder)
    #expect(run.status == 23)
    #expect(run.errors == "httpwire: \(name): Read-only file system\n")
    #expect(folder.text("old") == "old")
  }

  @Test(
    "an attribute of a file stays",
    .enabled(if: Script.works("python3 -c 'import os; os.setxattr(\"cwd\", \"user.a\", b\"1\")'"), "there are no attributes here"))
  func attributes() throws {
    let server = try server()
    let folder = try TemporaryFolder(["out": "old"])
    let set = "python3 -c 'import os; os.setxattr(\"out\", \"user.a\", b\"1\")'"
    let get = "python3 -c 'import os; print(os.getxattr(\"out\", \"user.a\"))'"
    #expect(try Script("\(set); httpwire -o out $URL; \(get)", url: server.url, in: folder).text == "b'1'\n")
    #expect(folder.text("out") == "new")
  }

  /// Runs the rest of a script as a user without rights, if the tests run as root.
  private static let asUser = "setpriv --reuid 65534 --regid 65534 --clear-groups -- "

  static let rights: [(preparation: String, status: Int32, errors: String, text: String)] = [
    // What may not be written is not replaced, though the directory would allow it.
    ("chmod 777 .; chmod 444 out", 23, "httpwire: out: Permission denied\n", "old"),
    // What may be written is, though the directory does not allow another file.
    ("chmod 755 .; chmod 666 out", 0, "", "new"), ("chmod 1777 .; chmod 666 out", 0, "", "new"),
    ("chmod 755 .; chmod 600 out", 23, "httpwire: out: Permission denied\n", "old"),
  ]

  @Test(
    "who may write a file is asked of the file, and its owner stays",
    .enabled(if: getuid() == 0 && Script.works(asUser + "httpwire --version"), "no other user can be had"), arguments: rights)
  func askedRights(preparation: String, status: Int32, errors: String, text: String) throws {
    let server = try server()
    let folder = try TemporaryFolder(["out": "old"])
    let script = """
      \(preparation); stat -c %u%a out >before
      \(Self.asUser)httpwire -o out $URL; S=$?
      stat -c %u%a out | cmp - before && exit $S
      """
    let run = try Script(script, url: server.url, in: folder)
    #expect(run.status == status)
    #expect(run.errors == errors)
    #expect(folder.text("out") == text)
    #expect(folder.names == ["before", "out"])
  }

  @Test(
    "root gives nobody's file to nobody else", .enabled(if: getuid() == 0, "only root may change an owner"), arguments: ["644", "4755"])
  func owner(mode: String) throws {
    let server = try server()
    let folder = try TemporaryFolder(["out": "old"])
    let script = "chown 65534:65534 out; chmod \(mode) out; httpwire -o out $URL; stat -c '%u:%g %a' out"
    let run = try Script(script, url: server.url, in: folder)
    #expect(run.text == "65534:65534 \(mode)\n")
    #expect(folder.text("out") == "new")
  }
}
