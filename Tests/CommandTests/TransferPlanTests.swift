import HTTPWireSession
import Testing

@testable import HTTPWireCommand

@Suite("Flags that make the request")
struct TransferPlanTests {
  static let methodCases: [([String], String)] = [
    ([], "GET"), (["-I"], "HEAD"), (["-d", "x"], "POST"), (["--data-binary", "@f"], "POST"), (["--json", "{}"], "POST"),
    (["-F", "a=b"], "POST"), (["-T", "f"], "PUT"), (["-T", "-"], "PUT"), (["-X", "DELETE"], "DELETE"), (["-XPATCH", "-d", "x"], "PATCH"),
    (["-X", "QUERY", "-T", "f"], "QUERY"), (["--request", "-odd-"], "-odd-"), (["-G", "-d", "x"], "GET"), (["-I", "-X", "GET"], "GET"),
    (["-I", "-G", "-d", "x"], "HEAD"),
  ]

  @Test("the flags imply the method", arguments: methodCases)
  func method(arguments: [String], method: String) throws {
    #expect(try TransferPlan.of(arguments + ["http://a/"]).method == method)
  }

  static let usual = ["User-Agent: httpwire/\(Version.number)", "Accept: */*"]

  static let fieldCases: [([String], [String])] = [
    ([], usual), (["-A", ""], ["Accept: */*"]), (["-A", "x"], ["User-Agent: x", "Accept: */*"]),
    (["-H", "User-Agent:"], ["Accept: */*"]), (["-H", "accept:"], [usual[0]]),
    (["-H", "Accept: text/plain"], [usual[0], "Accept: text/plain"]),
    (["-H", "A: b", "-H", "A: c"], usual + ["A: b", "A: c"]), (["-H", "A;"], usual + ["A: "]), (["-H", "Host:"], usual),
    (["-d", "x"], usual + ["Content-Type: application/x-www-form-urlencoded"]),
    (["-d", "x", "-H", "content-type: text/plain"], usual + ["content-type: text/plain"]), (["-d", "x", "-H", "Content-Type:"], usual),
    (["--json", "{}"], [usual[0], "Accept: application/json", "Content-Type: application/json"]),
    (["--json", "{}", "-H", "Accept: x"], [usual[0], "Accept: x", "Content-Type: application/json"]),
    (["-T", "f"], usual), (["-T", "f", "--chunked"], usual + ["Transfer-Encoding: chunked"]),
    (["--http1.0"], ["Host: example.org:81"] + usual), (["-0", "-H", "Host: x"], ["Host: x"] + usual), (["-0", "-H", "Host:"], usual),
    (["-H", "A: \u{E9}"], usual + ["A: \u{C3}\u{A9}"]), (["-e", "http://r/"], usual + ["Referer: http://r/"]), (["-e", ";auto"], usual),
    (["-e", "http://r/;auto"], usual + ["Referer: http://r/"]), (["-r", "0-4"], ["Range: bytes=0-4"] + usual),
    (["-r", "3"], ["Range: bytes=3-"] + usual), (["-b", "a=1", "-b", "b=2"], usual + ["Cookie: a=1; b=2"]), (["-b", "file"], usual),
  ]

  @Test("the flags make the fields", arguments: fieldCases)
  func fields(arguments: [String], fields: [String]) throws {
    let plan = try TransferPlan.of(arguments + ["http://example.org:81/"])
    #expect(plan.fields.items.map { "\($0.name): \($0.value)" } == fields)
  }

  @Test(
    "flags that contradict each other are refused",
    arguments: [
      ["-d", "x", "-T", "f"], ["-d", "x", "-F", "a=b"], ["-I", "-d", "x"], ["-d", "@-", "-d", "@-"], ["-T", "-", "-T", "."],
      ["-0", "-d", "x", "--chunked"], ["-T", ""], ["--interface", "lo", "--unix-socket", "s"], ["-C", "-", "-r", "0-1"],
      ["-C", "-", "-T", "f"], ["-J", "-i"], ["-u", "a:\u{1}"], ["--oauth2-bearer", "a b"],
    ])
  func contradictions(arguments: [String]) {
    let complaint = #expect(throws: Complaint.self) {
      let plan = try TransferPlan.of(arguments + ["http://a/"])
      _ = try plan.body.body()
    }
    #expect(complaint?.status == .badUsage || complaint?.status == .readingInput)
  }

  @Test(
    "an uploaded file lends its name to a URL whose path ends in a slash",
    arguments: [
      ("http://a/dir/", "some/file name", "/dir/file%20name"), ("http://a", "f", "/f"), ("http://a/x", "f", "/x"),
      ("http://a/?q", "f", "/f?q"), ("http://a/", "-", "/"), ("http://a/", ".", "/"),
    ])
  func uploadName(url: String, file: String, target: String) throws {
    #expect(try TransferPlan.of(["-T", file, url]).url.target == target)
  }

  @Test(
    "-G and --url-query make the query, in front of a fragment",
    arguments: [
      (["-G", "-d", "a=1", "-d", "b"], "http://h/", "/?a=1&b"), (["-G", "-d", "a"], "http://h/?x", "/?x&a"),
      (["-G", "-d", "a"], "http://h/?", "/?a"), (["-G", "-d", "a"], "http://h/p?x&#f", "/p?x&a"),
      (["-G", "--data-urlencode", "q=a b&c"], "http://h/", "/?q=a+b%26c"), (["--url-query", "q=\u{E4}"], "http://h/", "/?q=%C3%A4"),
      (["--url-query", "+raw%20"], "http://h/", "/?raw%20"), (["--url-query", "a", "-d", "b"], "http://h/", "/?a"),
      (["-G"], "http://h/", "/"),
    ])
  func query(arguments: [String], url: String, target: String) throws {
    #expect(try TransferPlan.of(arguments + [url]).url.target == target)
  }

  @Test("each URL has the -o, -O and -T in its place")
  func places() throws {
    let settings = try Settings.of(["-o", "x", "-O", "-T", "f", "http://a/1", "http://a/2", "http://a/3"])
    let plans = try (0..<3).map { number throws(Complaint) in try TransferPlan(settings, number: number) }
    #expect(plans.map(\.output) == [.file("x"), .remoteName, nil])
    #expect(plans.map(\.method) == ["PUT", "GET", "GET"])
    let all = try Settings.of(["--remote-name-all", "http://a/1", "http://a/2"])
    #expect(try TransferPlan(all, number: 1).output == .remoteName)
  }

  @Test(
    "credentials come from -u, or else from the URL, and are not in the URL that is shown",
    arguments: [
      (["-u", "a:b", "http://h/"], "Basic YTpi"), (["http://a:b@h/"], "Basic YTpi"), (["-u", "a:b", "http://x:y@h/"], "Basic YTpi"),
      (["--oauth2-bearer", "tok", "http://h/"], "Bearer tok"), (["-u", "a:b:c", "http://h/"], "Basic YTpiOmM="), (["http://h/"], nil),
    ])
  func credentials(arguments: [String], value: String?) throws {
    let plan = try TransferPlan.of(arguments)
    #expect(plan.credentials?.authorization == value)
    #expect(plan.url.user == nil)
  }

  static let refusedURLs: [(String, CommandStatus)] = [
    ("", .badURL), ("http://", .badURL), ("http:///path", .badURL), ("/path", .badURL), ("http://a:65536/", .badURL),
    ("http://a b/", .badURL), ("http://a/\r\nX: y", .badURL), ("http://user:secret@a:bad/", .badURL), ("http://user:secret@/", .badURL),
    ("ftp://a/", .unsupportedScheme), ("ftp://user:secret@a/", .unsupportedScheme),
  ]

  @Test("what is no http or https URL is refused, and no message repeats a password", arguments: refusedURLs)
  func refuses(text: String, status: CommandStatus) {
    let complaint = #expect(throws: Complaint.self) { try TransferPlan.of(["--", text]) }
    #expect(complaint?.status == status)
    #expect(complaint?.text.contains("secret") == false)
  }

  @Test("--proto refuses a scheme, whether it is typed or implied")
  func schemes() {
    for url in ["http://a/", "a"] {
      let complaint = #expect(throws: Complaint.self) { try TransferPlan.of(["--proto", "=https", url]) }
      #expect(complaint?.status == .unsupportedScheme)
    }
  }
}
