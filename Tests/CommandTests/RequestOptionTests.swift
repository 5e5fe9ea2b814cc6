import ArgumentParser
import HTTPWire
import Testing

@testable import HTTPWireCommand

@Suite("Flags that make the request")
struct RequestOptionTests {
  @Test(
    "-H takes a field, an empty one, or one to leave out",
    arguments: [
      ("A: b", HeaderOption.send(name: "A", value: "b")), ("A:b", .send(name: "A", value: "b")),
      ("A: \t b \t", .send(name: "A", value: "b")), ("A: b:c;d", .send(name: "A", value: "b:c;d")),
      ("A;", .send(name: "A", value: "")), ("A:", .leaveOut(name: "A")), ("A:  ", .leaveOut(name: "A")),
    ])
  func header(text: String, option: HeaderOption) throws {
    #expect(try HeaderOption(text) == option)
  }

  @Test("-H refuses what has no name or no end of it", arguments: ["", "A", ":", ": b", ";", "A; b"])
  func badHeader(text: String) {
    #expect(throws: Complaint.self) { try HeaderOption(text) }
  }

  @Test(
    "-d joins its arguments, and what comes from files has no line ends",
    arguments: [
      (["a=1"], "a=1"), (["a=1", "b=2"], "a=1&b=2"), (["", ""], "&"), (["@f"], "onetwo"), (["a=1", "@f", "@-"], "a=1&onetwo&onetwo"),
      (["a\nb"], "a\nb"),
    ])
  func form(arguments: [String], body: String) throws {
    let joined = try FormData.joined(arguments.map { try DataArgument(data: $0) }) { _ in Array("one\r\ntwo\0\n".utf8) }
    #expect(String(decoding: joined, as: UTF8.self) == body)
  }

  static let methodCases: [([String], String)] = [
    ([], "GET"), (["-I"], "HEAD"), (["-d", "x"], "POST"), (["--data-binary", "@f"], "POST"), (["-T", "f"], "PUT"), (["-T", "-"], "PUT"),
    (["-X", "DELETE"], "DELETE"), (["-XPATCH", "-d", "x"], "PATCH"), (["-X", "QUERY", "-T", "f"], "QUERY"),
    (["--request", "-odd-"], "-odd-"), (["-d", "-x"], "POST"),
  ]

  @Test("the flags imply the method", arguments: methodCases)
  func method(arguments: [String], method: String) throws {
    #expect(try plan(arguments).method == method)
  }

  static let fieldCases: [([String], [String])] = [
    ([], []), (["-H", "A: b", "-H", "A: c"], ["A: b", "A: c"]), (["-H", "A;"], ["A: "]), (["-H", "Host:"], []),
    (["-d", "x"], ["Content-Type: application/x-www-form-urlencoded"]),
    (["-d", "x", "-H", "content-type: text/plain"], ["content-type: text/plain"]), (["-d", "x", "-H", "Content-Type:"], []),
    (["-T", "f"], []), (["-T", "f", "--chunked"], ["Transfer-Encoding: chunked"]),
    (["--http1.0"], ["Host: example.org:81"]), (["-0", "-H", "Host: x"], ["Host: x"]), (["-0", "-H", "Host:"], []),
    (["-H", "A: \u{E9}"], ["A: \u{C3}\u{A9}"]),
  ]

  @Test("the flags make the fields", arguments: fieldCases)
  func fields(arguments: [String], fields: [String]) throws {
    #expect(try plan(arguments).headers.items.map { "\($0.name): \($0.value)" } == fields)
  }

  @Test(
    "flags that contradict each other are refused",
    arguments: [
      ["-d", "x", "-T", "f"], ["-d", "x", "--data-binary", "y"], ["-I", "-d", "x"], ["-d", "@-", "-d", "@-"], ["--chunked"],
      ["-0", "-d", "x", "--chunked"], ["-0", "-d", "x", "-H", "Transfer-Encoding: chunked"], ["-d", "@"], ["-T", ""], ["-H", "bad"],
    ])
  func contradictions(arguments: [String]) {
    let complaint = #expect(throws: Complaint.self) { try plan(arguments) }
    #expect(complaint?.status == .badUsage)
  }

  @Test(
    "an uploaded file lends its name to a URL that ends in a slash",
    arguments: [
      ("http://a/dir/", "some/file name", "/dir/file%20name"), ("http://a", "f", "/f"), ("http://a/x", "f", "/x"),
      ("http://a/?q", "f", "/?q"), ("http://a/", "-", "/"),
    ])
  func uploadName(url: String, file: String, target: String) throws {
    #expect(try FetchPlan(url: url, .parse(["-T", file])).target == target)
  }

  @Test("standard input can't be sent twice", arguments: [["-T", "-"], ["-d", "@-"], ["--data-binary", "@-"]])
  func repeating(arguments: [String]) {
    let complaint = #expect(throws: Complaint.self) {
      try Fetch.Plan(url: "http://a/", .parse(arguments), .parse(["--repeat", "2"]), .parse([]), .parse([]), .parse([]))
    }
    #expect(complaint?.status == .badUsage)
  }

  private func plan(_ arguments: [String]) throws -> FetchPlan {
    try FetchPlan(url: "http://example.org:81/", .parse(arguments))
  }
}
