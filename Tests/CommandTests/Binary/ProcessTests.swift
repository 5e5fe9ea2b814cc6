import Foundation
import HTTPWire
import HTTPWireTesting
import Testing

@Suite("The command and its standard descriptors", .serialized)
struct DescriptorTests {
  private func echo() throws -> LoopbackServer {
    try LoopbackServer.replying { .init(text: "\($0.method) \($0.text)") }
  }

  static let closed: [(script: String, status: Int32, text: String, file: String?)] = [
    ("httpwire $URL >&-", 23, "", nil), ("httpwire -v $URL 2>&-", 0, "GET ", nil), ("httpwire -T - $URL <&-", 26, "", nil),
    ("httpwire -d @- $URL <&-", 26, "", nil), ("httpwire -o out $URL <&- >&- 2>&-", 0, "", "GET "),
    ("httpwire -v -o out -d x $URL <&- >&- 2>&-", 0, "", "POST x"), ("httpwire -v --steps --debug $URL <&- >&- 2>&-", 23, "", nil),
    ("httpwire --help >&-", 23, "", nil), ("httpwire -o /dev/fd/9 $URL", 23, "", nil), ("httpwire -o /dev/stdout $URL >&-", 23, "", nil),
    ("httpwire $URL 1</dev/null", 23, "", nil), ("httpwire -T - $URL 0>/dev/null", 26, "", nil),
  ]

  @Test("what is meant for a descriptor that is closed goes nowhere else", arguments: closed)
  func closedDescriptors(script: String, status: Int32, text: String, file: String?) throws {
    let server = try echo()
    let folder = try TemporaryFolder()
    let run = try Script(script, url: server.url, in: folder)
    #expect(run.status == status)
    #expect(run.text == text)
    #expect(folder.text("out") == file)
    // Whatever was written onto the connection would be a request that the server can't read.
    server.stop()
    #expect(server.errors.isEmpty)
    #expect(server.requests.count <= 1)
  }

  @Test(
    "an output that takes nothing is an error, whoever writes to it",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "there is no /dev/full"),
    arguments: ["--help", "-h", "--version", "help", "help demo", "help exit-codes", "exit-codes", "demo", "$URL", "-i $URL", "-I $URL"])
  func fullDevice(arguments: String) throws {
    let server = try echo()
    let run = try Script("httpwire \(arguments) >/dev/full", url: server.url)
    #expect(run.status == 23)
    #expect(run.errors == "httpwire: standard output: No space left on device\n")
    #expect(try Script("httpwire -o /dev/full \(server.url)").status == 23)
  }

  @Test("a descriptor that does not wait is waited for, and stays as it is", arguments: [true, false])
  func nonBlockingOutput(isSocket: Bool) throws {
    let body = [UInt8](repeating: 0x78, count: 3_000_000)
    let server = try LoopbackServer.replying { _ in .init(body: body) }
    var ends: [Int32] = [0, 0]
    try #require((isSocket ? socketpair(AF_UNIX, Self.stream, 0, &ends) : pipe(&ends)) == 0)
    #expect(fcntl(ends[1], F_SETFL, fcntl(ends[1], F_GETFL) | O_NONBLOCK) == 0)
    let process = Process()
    process.executableURL = try Command.executable()
    process.arguments = [server.url]
    process.standardOutput = FileHandle(fileDescriptor: ends[1])
    try process.run()
    // The pipe fills up meanwhile.
    usleep(100_000)
    #expect(fcntl(ends[1], F_GETFL) & O_NONBLOCK != 0)
    close(ends[1])
    let received = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true).readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(received == Data(body))
  }

  @Test("an input that does not wait is waited for", arguments: ["-T", "--data-binary", "-d"])
  func nonBlockingInput(flag: String) throws {
    let server = try echo()
    let folder = try TemporaryFolder(["out": ""])
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    #expect(fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0)
    let process = Process()
    process.executableURL = try Command.executable()
    process.arguments = [flag, flag == "-T" ? "-" : "@-", server.url]
    process.standardInput = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
    process.standardOutput = FileHandle(forWritingAtPath: folder.path("out"))
    try process.run()
    for text in ["late", "r"] {
      usleep(50_000)
      #expect(write(ends[1], text, text.utf8.count) == text.utf8.count)
    }
    close(ends[1])
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(folder.text("out") == (flag == "-T" ? "PUT" : "POST") + " later")
  }

  static let sent: [(script: String, text: String)] = [
    ("httpwire -T old $URL/", "PUT 0123456789"), ("httpwire -T - $URL <old", "PUT 0123456789"),
    ("{ dd bs=4 count=1 2>/dev/null >/dev/null; httpwire -T - $URL; } <old", "PUT 456789"),
    ("{ cat >/dev/null; httpwire -T - $URL; } <old", "PUT "), ("cat old | httpwire -T - $URL", "PUT 0123456789"),
    ("httpwire -T /dev/null $URL", "PUT "), ("mkfifo p; cat old >p & httpwire --data-binary @p $URL", "POST 0123456789"),
    ("httpwire --data-binary @old $URL", "POST 0123456789"), ("httpwire -d @old $URL", "POST 0123456789"),
  ]

  @Test("what is left of a file, pipe or device is sent to its end", arguments: sent)
  func sentFiles(script: String, text: String) throws {
    let server = try echo()
    let run = try Script(script, url: server.url, in: TemporaryFolder(["old": "0123456789"]))
    #expect(run.text == text)
    #expect(run.errors == "")
  }

  private static var stream: Int32 {
    #if canImport(Glibc)
    Int32(SOCK_STREAM.rawValue)
    #else
    SOCK_STREAM
    #endif
  }
}

extension LoopbackServer {
  /// The URL of its root, without the slash.
  var url: String { "http://\(host):\(port)" }
}
