import Foundation
import HTTPWireTesting
import Testing

@Suite("The command and signals", .serialized)
struct SignalTests {
  /// Sends the first half of a body, and the second when it is let.
  private func server(_ gate: DispatchSemaphore = DispatchSemaphore(value: 0)) throws -> LoopbackServer {
    try LoopbackServer { connection in
      guard try connection.readRequest() != nil else { return }
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf")
      while gate.wait(timeout: .now()) == .timedOut { guard try connection.sleep(.milliseconds(10)) else { return } }
      try connection.send("half")
    }
  }

  static var signals: [Int32] {
    let common = [SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGTERM, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF]
    #if os(Linux)
    return common + [SIGSTKFLT, SIGIO, SIGPWR, 40, 64]
    #else
    return common
    #endif
  }

  @Test("each signal that ends the command leaves the old file, and nothing beside it", arguments: signals)
  func ended(number: Int32) throws {
    let server = try server()
    let folder = try TemporaryFolder(["out": "old"])
    let running = try RunningCommand(["-o", folder.path("out"), server.url], in: TemporaryFolder())
    while running.process.isRunning, folder.names.count < 2 || server.requests.isEmpty { usleep(1000) }
    kill(running.process.processIdentifier, number)
    let command = try Command(running)
    #expect(command.wasSignalled)
    #expect(command.status == number)
    #expect(folder.text("out") == "old")
    #expect(folder.names == ["out"])
  }

  @Test("a signal that the starter ignores stays ignored", arguments: ["HUP", "INT", "QUIT", "USR1", "TERM"])
  func ignored(name: String) throws {
    let gate = DispatchSemaphore(value: 0)
    let server = try server(gate)
    let folder = try TemporaryFolder()
    let script = """
      trap '' \(name); httpwire -o out $URL & P=$!
      while kill -0 $P && [ ! -s .httpwire-*.part ]; do sleep 0.01; done
      kill -s \(name) $P; touch sent; wait $P
      """
    Thread {
      while folder.text("sent") == nil { usleep(1000) }
      gate.signal()
    }.start()
    #expect(try Script(script, url: server.url, in: folder).status == 0)
    #expect(folder.text("out") == "halfhalf")
  }

  @Test(
    "the limit for files ends the command as it does others, or is an error if its signal is ignored", arguments: ["", "trap '' XFSZ; "])
  func fileSizeLimit(preparation: String) throws {
    let body = [UInt8](repeating: 0x78, count: 200_000)
    let server = try LoopbackServer.replying { _ in .init(body: body) }
    let folder = try TemporaryFolder()
    let run = try Script("ulimit -f 8; ulimit -c 0; \(preparation)httpwire -o out $URL", url: server.url, in: folder)
    #expect(run.status == (preparation.isEmpty ? 128 + SIGXFSZ : 23))
    if !preparation.isEmpty { #expect(run.errors == "httpwire: out: File too large\n") }
    #expect(folder.names == [])
  }

  @Test("a reader that is gone is an error of writing")
  func brokenPipe() throws {
    let body = [UInt8](repeating: 0x78, count: 1_000_000)
    let server = try LoopbackServer.replying { _ in .init(body: body) }
    let run = try Script("{ httpwire $URL; echo $? >&2; } | head -c 1", url: server.url)
    #expect(run.text == "x")
    #expect(run.errors == "httpwire: standard output: Broken pipe\n23\n")
  }

  @Test(
    "the first process of a container ends, too, with or without a file",
    .enabled(if: Script.works("unshare --pid --fork true && cat /proc/$$/task/$$/children"), "there are no containers here"),
    arguments: ["", "-o out"], ["TERM", "HUP", "USR1"])
  func firstProcess(flags: String, name: String) throws {
    let server = try server()
    let folder = try TemporaryFolder()
    let script = """
      unshare --pid --fork httpwire \(flags) $URL >body & U=$!
      while kill -0 $U && [ ! -s .httpwire-*.part ] && [ ! -s body ]; do sleep 0.01; done
      P=$(cat /proc/$U/task/$U/children)
      kill -s \(name) $P
      { sleep 10; kill -s KILL $P; } & W=$!
      wait $U; S=$?
      kill $W; exit $S
      """
    let signal = try #require(["TERM": SIGTERM, "HUP": SIGHUP, "USR1": SIGUSR1][name])
    #expect(try Script(script, url: server.url, in: folder).status == 128 + signal)
    #expect(folder.names == ["body"])
  }
}
