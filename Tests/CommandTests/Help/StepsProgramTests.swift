import Testing

@testable import HTTPWireCommand

@Suite("Programs of --steps")
struct StepsProgramTests {
  private static func program(_ line: String) throws -> String {
    let (settings, plans) = try CommandLineText.plans(CommandLineText.words(line))
    return StepsProgram(settings: settings, plans: plans).text
  }

  static let parts: [(line: String, part: String)] = [
    ("http://h/", "let response = try session.get(\"http://h/\")\n"), ("http://h/", "configuration.redirects = nil\n"),
    ("-L http://h/", "configuration.redirects = RedirectPolicy(limit: 50)\n"), ("-I http://h/", "try session.head(\"http://h/\")"),
    ("-d a=1&b=x+y http://h/", "body: .form([\"a\": \"1\", \"b\": \"x y\"])"), ("-d a%20b http://h/", "body: .utf8(\"a%20b\")"),
    ("--json {\"a\":1} http://h/", "body: .json(#\"{\"a\":1}\"#)"), ("-T f http://h/g", "put(\"http://h/g\", body: .file(path: \"f\""),
    ("-F a=b -F f=@x http://h/", "form.add(\"a\", \"b\")\ntry form.addFile(\"f\", path: \"x\")\n"),
    ("-X PURGE http://h/", "HTTPSession.Request(\"PURGE\", \"http://h/\")"),
    ("-A '' http://h/", "request.omittedFields = [\"user-agent\"]"),
    ("-o f http://h/", "try session.download(\"http://h/\", to: \"f\")"), ("-C - -O http://h/a", "to: \"a\", resuming: true)"),
    ("-o /dev/tty http://h/", "write(to: URL(fileURLWithPath: \"/dev/tty\"))"),
    ("-o /dev/stdout http://h/", "FileHandle.standardOutput.write("),
    ("-o - http://h/", "FileHandle.standardOutput.write(Data(response.body))"), ("-f http://h/", "if response.status >= 400"),
    ("--sse http://h/", "session.events(\"http://h/\")"), ("-m 2.5 http://h/", "deadline: .now + .milliseconds(2500)"),
    ("-4 http://h/", "dialer.family = .ipv4"), ("--unix-socket s http://h/", "UnixDialer(path: \"s\").dial"),
    ("-x '' http://h/", "ProxyRules(environment: [:])"),
    ("--path-as-is http://h/a/../b", "try HTTPURL(\"http://h/a/../b\", pathAsIs: true)"),
    ("http://h/1 http://h/2", "for url in places {"), ("-w x http://h/", "// The command's -w has no equal here.\n"),
    (
      "--retry 3 -d a=b http://h/",
      "var retries = RetryPolicy(limit: 3)\nretries.retriesAnyMethod = true\nconfiguration.retries = retries\n"
    ),
  ]

  @Test("a flag becomes the call that does the same", arguments: parts)
  func calls(line: String, part: String) throws {
    let program = try Self.program(line)
    #expect(program.contains(part), "\(program)")
  }

  @Test("a device is never replaced by a file", arguments: ["/dev/null", "/dev/stdout", "/dev/tty", "/dev/fd/3"])
  func devices(path: String) throws {
    for line in ["-o \(path) http://h/", "-i -o \(path) http://h/", "-d a=b -o \(path) http://h/"] {
      let program = try Self.program(line)
      #expect(!program.contains("download") && !program.contains(".atomic"), "\(program)")
    }
  }

  static let secret = [
    "-u me:hidden https://h/", "--digest -u me:hidden https://h/", "https://me:hidden@h/", "--oauth2-bearer hidden https://h/",
    "-x http://me:hidden@p https://h/", "-x http://p -U me:hidden https://h/", "--preproxy socks5://me:hidden@p -x q https://h/",
    "-H 'Authorization: hidden' https://h/", "-H 'Proxy-Authorization: hidden' http://h/", "-b a=hidden https://h/",
    "--cert c:hidden https://h/", "--cert c --key k --pass hidden https://h/",
    "--proxy-header 'Proxy-Authorization: hidden' -x p http://h/",
  ]

  @Test("no password is printed", arguments: secret)
  func secrets(line: String) throws {
    #expect(!(try Self.program(line)).contains("hidden"))
  }

  static let literals: [(Duration, String)] = [
    (.seconds(5), ".seconds(5)"), (.milliseconds(2500), ".milliseconds(2500)"), (.microseconds(1), ".microseconds(1)"),
    (.zero, ".seconds(0)"),
  ]

  @Test("times are written in the largest unit that fits", arguments: literals)
  func isWritten(time: Duration, code: String) {
    #expect(SwiftCode.literal(time) == code)
  }

  static let texts: [(String, String)] = [
    ("a", "\"a\""), ("a\"b", "#\"a\"b\"#"), ("a\"#b", "\"a\\\"#b\""), ("a\\#(b)\"", "\"a\\\\#(b)\\\"\""), ("a\nb", "\"a\\nb\""),
    ("a\"\u{E9}", "\"a\\\"\\u{E9}\""),
  ]

  @Test("a text with quotes is a raw literal where that means the same", arguments: texts)
  func isReadable(text: String, code: String) {
    #expect(SwiftCode.readable(text) == code)
  }
}
