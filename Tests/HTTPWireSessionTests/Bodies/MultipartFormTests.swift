import Foundation
import HTTPWireSession
import HTTPWireTesting
import Synchronization
import Testing

/// Multipart forms, as a server receives them over a socket.
struct MultipartFormTests {
  /// A name or file name, and what is between the quotation marks.
  static let names = [
    ("a", "a"), ("", ""), ("J\u{F6}rg \u{20AC}.txt", "J\u{F6}rg \u{20AC}.txt"), ("a\"b", "a%22b"), ("a\\b", "a\\b"), ("a%22b", "a%22b"),
    ("a; b=c", "a; b=c"), ("e\u{301}", "e\u{301}"), ("\"\u{301}", "%22\u{301}"), ("..\u{2F}x", "../x"),
  ]

  @Test(arguments: names) func `names are UTF-8, and what would end them is escaped`(name: String, written: String) throws {
    var form = MultipartForm()
    form.add(name, "x")
    try form.add(name, .bytes([1]), fileName: name)
    let parts = try ReceivedForm(sent(form.body)).parts
    #expect(
      parts.map(\.head) == [
        ["Content-Disposition: form-data; name=\"\(written)\""],
        ["Content-Disposition: form-data; name=\"\(written)\"; filename=\"\(written)\""],
      ])
  }

  /// A text, a name and a file name with line ends. In browsers, a name's become CR LF first, and a file name's stay what they are.
  static let lineEnds = [
    ("a\nb", "a\r\nb", "a%0D%0Ab", "a%0Ab"), ("a\rb", "a\r\nb", "a%0D%0Ab", "a%0Db"), ("a\r\nb", "a\r\nb", "a%0D%0Ab", "a%0D%0Ab"),
    ("\n\n\r\r\n\r", "\r\n\r\n\r\n\r\n\r\n", "%0D%0A%0D%0A%0D%0A%0D%0A%0D%0A", "%0A%0A%0D%0D%0A%0D"),
    ("\n\u{301}", "\r\n\u{301}", "%0D%0A\u{301}", "%0A\u{301}"),
  ]

  @Test(arguments: lineEnds) func `line ends are those of browsers`(given: String, text: String, name: String, fileName: String) throws {
    var form = MultipartForm()
    form.add(given, given)
    try form.add("f", .utf8(given), fileName: given)
    let parts = try ReceivedForm(sent(form.body)).parts
    #expect(parts.map(\.text) == [text, given])
    #expect(parts[0].head == ["Content-Disposition: form-data; name=\"\(name)\""])
    #expect(parts[1].head[0] == "Content-Disposition: form-data; name=\"f\"; filename=\"\(fileName)\"")
  }

  @Test func `parts keep their order, and a form of known parts has a Content-Length`() throws {
    let contents = [UInt8]((0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    let file = try TestFile(contents, named: "Stra\u{DF}e.JPG")
    var form = MultipartForm()
    form.add("a", "1")
    try form.addFile("photo", path: file.path)
    form.add("a", "2")
    try form.add("raw", .bytes([0, 13, 10, 255]))
    try form.add("literal", "\u{E9}", fileName: "x", headers: ["X-A": "1", "Content-Type": "text/x"])
    let request = try sent(form.body)
    #expect(request.headers["Content-Length"] == String(request.body.count))
    let parts = try ReceivedForm(request).parts
    #expect(parts.map(\.content) == [[0x31], contents, [0x32], [0, 13, 10, 255], [0xC3, 0xA9]])
    #expect(parts.map { Array($0.head.dropFirst()) } == [[], ["Content-Type: image/jpeg"], [], [], ["X-A: 1", "Content-Type: text/x"]])
    #expect(parts[1].head[0] == "Content-Disposition: form-data; name=\"photo\"; filename=\"Stra\u{DF}e.JPG\"")
  }

  @Test func `a part of unknown length has the form sent in chunks`() throws {
    var form = MultipartForm()
    form.add("a", "1")
    try form.add("log", .chunks([Array("x".utf8), Array("yz".utf8)]).withContentType("text/plain"), fileName: "log")
    form.add("b", "2")
    let request = try sent(form.body)
    #expect(request.headers["Transfer-Encoding"] == "chunked")
    #expect(try ReceivedForm(request).parts.map(\.text) == ["1", "xyz", "2"])
  }

  @Test func `an empty form is its end`() throws {
    let request = try sent(MultipartForm(boundary: "b").body)
    #expect(request.text == "--b--\r\n")
    #expect(try ReceivedForm(request).parts.isEmpty)
  }

  @Test func `a form of memory and files can be sent again`() throws {
    let file = try TestFile([1, 2, 3], named: "f.bin")
    var form = try MultipartForm(boundary: "b")
    try form.addFile("f", path: file.path, fileName: "other.txt", contentType: "text/x")
    let body = form.body
    let first = try sent(body)
    #expect(try sent(body).body == first.body)
    let parts = try ReceivedForm(first).parts
    #expect(parts[0].head == ["Content-Disposition: form-data; name=\"f\"; filename=\"other.txt\"", "Content-Type: text/x"])
  }

  @Test func `boundaries differ, and are those that need no quotation marks`() throws {
    let boundaries = (0..<100).map { _ in MultipartForm().boundary }
    #expect(Set(boundaries).count == 100)
    for boundary in boundaries { #expect(try MultipartForm(boundary: boundary).boundary == boundary) }
    for bad in ["", "a b", "a\r\n", "a\"", "a;", "\u{E9}", String(repeating: "a", count: 71)] {
      #expect(throws: HTTPException.self) { try MultipartForm(boundary: bad) }
    }
    #expect(try MultipartForm(boundary: String(repeating: "a", count: 70)).body.contentType?.hasSuffix("aaaa") == true)
  }

  static let refused: [(HTTPMessage, HTTPException)] = [
    (["X A": "1"], .invalidHeaderName(Array("X A".utf8))), (["": "1"], .invalidHeaderName([])),
    (["X": "1\r\nY: 2"], .invalidHeaderValue(Array("1\r\nY: 2".utf8))), (["X": "\0"], .invalidHeaderValue([0])),
    (["content-disposition": "x"], .invalidHeaderName(Array("Content-Disposition".utf8))),
    (["Content-Type": "a\nb"], .invalidHeaderValue(Array("a\nb".utf8))),
  ]

  @Test(arguments: 0..<refused.count) func `a part's headers are checked as a request's are`(row: Int) {
    let (headers, error) = Self.refused[row]
    var form = MultipartForm()
    #expect(throws: error) { try form.add("a", .bytes([]), headers: headers) }
    #expect(throws: HTTPException.invalidHeaderValue(Array("a\nb".utf8))) { try form.addFile("a", path: "x", contentType: "a\nb") }
  }

  @Test func `a file that gets shorter while it is sent is an error, and the server does not get a whole form`() throws {
    let file = try TestFile([UInt8](repeating: 1, count: 100_000), named: "f")
    let whole = Mutex(false)
    let server = try LoopbackServer { connection in
      _ = try connection.readRequest()
      whole.withLock { $0 = true }
    }
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(30))
    connection.observers = [AtStart { try? FileHandle(forWritingTo: file.url).truncate(atOffset: 99_999) }]
    var form = MultipartForm()
    try form.addFile("f", path: file.path)
    let body = form.body
    let error = #expect(throws: HTTPException.self) { try connection.request("POST", "/", body: body, headers: body.headers) }
    #expect(error?.description.contains("the file ended 1 bytes before") == true)
    server.stop()
    #expect(!whole.withLock { $0 })
  }

  @Test func `a file that gets longer is sent as long as it was`() throws {
    let file = try TestFile([UInt8](repeating: 1, count: 1000), named: "f")
    var form = MultipartForm()
    try form.addFile("f", path: file.path)
    let request = try sent(form.body, observer: AtStart { try? Data(repeating: 2, count: 2000).write(to: file.url) })
    #expect(try ReceivedForm(request).parts[0].content.count == 1000)
  }

  @Test func `an observer is told the progress, up to the length that was announced`() throws {
    let progress = Progress()
    var form = MultipartForm()
    try form.add("f", .bytes([UInt8](repeating: 1, count: 300_000)))
    let request = try sent(form.body, observer: progress)
    let steps = progress.steps.withLock { $0 }
    #expect(steps.count > 1)
    #expect(steps.reduce(0, +) == request.body.count)
  }

  private final class Progress: ConnectionObserver {
    let steps = Mutex<[Int]>([])

    func observe(_ event: ConnectionEvent, _ context: EventContext) {
      if case .bodySent(let count) = event { steps.withLock { $0.append(count) } }
    }
  }

  /// Does something once the body is prepared and nothing of it is read.
  private final class AtStart: ConnectionObserver {
    private let action: @Sendable () -> Void

    init(_ action: @escaping @Sendable () -> Void) { self.action = action }

    func observe(_ event: ConnectionEvent, _ context: EventContext) {
      if case .requestPrepared = event { action() }
    }
  }
}

/// A file that is there until the object goes.
final class TestFile: Sendable {
  let url: URL
  var path: String { url.path }
  private let folder: URL

  init(_ contents: [UInt8], named name: String) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("httpwire-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    url = folder.appendingPathComponent(name)
    try Data(contents).write(to: url)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }
}
