import HTTPWire
import HTTPWireTesting
import Testing

/// Streams and handlers that call the connection which is calling them.
struct CallbackTests {
  /// A scripted stream that tells when it is written to, and when it is asked what waits on it.
  final class ReportingStream: ByteStream {
    let script: ScriptedStream
    var onWrite: () -> Void = {}
    var onRead: () -> Void = {}
    var onLook: () -> PendingInput = { .nothing }
    private(set) var looks = 0
    private let takesBytesOnceClosed: Bool

    init(_ replies: String..., takesBytesOnceClosed: Bool = false) {
      script = ScriptedStream(exchanges: replies.map { [$0] }, atEnd: .fail)
      self.takesBytesOnceClosed = takesBytesOnceClosed
    }

    /// A stream with one reply, in pieces.
    init(pieces: [String]) {
      script = ScriptedStream(exchanges: [pieces], atEnd: .fail)
      takesBytesOnceClosed = false
    }

    func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
      onRead()
      try script.read(into: &buffer, timeout: timeout)
    }

    func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {
      onWrite()
      if script.closes > 0, takesBytesOnceClosed { return }
      try script.write(bytes, timeout: timeout)
    }

    func close() { script.close() }

    func pendingInput() -> PendingInput {
      looks += 1
      return onLook()
    }
  }

  /// A connection that has had a response over a telling stream, and opens other streams after it.
  private static func kept(
    _ stream: ReportingStream, then others: ScriptedStream...
  ) throws -> (connection: HTTPConnection, opener: ScriptedOpener) {
    let opener = ScriptedOpener(others)
    let connection = try HTTPConnection("h")
    connection.opener = opener.open
    connection.stream = stream
    #expect(try connection.get() == "hi")
    return (connection, opener)
  }

  @Test(arguments: [nil, "body"] as [String?])
  func `a stream may look at its connection while it writes and while it is asked what waits`(body: String?) throws {
    let stream = ReportingStream(okReply, okReply)
    let (connection, _) = try Self.kept(stream)
    var seen: [Bool] = []
    stream.onWrite = { seen.append(connection.stream === stream) }
    stream.onLook = {
      seen.append(connection.stream === stream)
      return .nothing
    }
    try connection.request("POST", "/", body: body.map { .text($0) })
    #expect(seen == [true, true])
    #expect(try connection.getResponse().read() == Array("hi".utf8))
  }

  @Test func `a stream may look at the response that is being read while the next request is written`() throws {
    let stream = ReportingStream(okReply, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody")
    let (connection, _) = try Self.kept(stream)
    try connection.request("GET", "/")
    let response = try connection.getResponse()
    #expect(try response.read(1) == Array("b".utf8))
    var left: UInt64?
    stream.onWrite = { left = response.remainingLength }
    try connection.request("GET", "/next")
    #expect(left == 3)
  }

  @Test(arguments: [false, true])
  func `a stream that closes its connection while it writes leaves it ready for the next request`(goesOn: Bool) throws {
    let stream = ReportingStream(okReply, okReply, takesBytesOnceClosed: goesOn)
    let (connection, opener) = try Self.kept(stream, then: ScriptedStream(exchanges: [[okReply]], atEnd: .fail))
    stream.onWrite = { connection.close() }
    if goesOn {
      try connection.request("GET", "/given-up")
    } else {
      #expect(throws: HTTPException.closed) { try connection.request("GET", "/given-up") }
    }
    #expect(try connection.get() == "hi")
    #expect(opener.opened.count == 1)
  }

  @Test func `a kept stream is asked once what waits on it, and its answer counts`() throws {
    let stream = ReportingStream(okReply)
    let (connection, opener) = try Self.kept(stream, then: ScriptedStream(exchanges: [[okReply]], atEnd: .fail))
    stream.onLook = { stream.looks == 1 ? .bytes : .nothing }
    #expect(try connection.get() == "hi")
    #expect(stream.looks == 1)
    #expect(stream.script.writes.count == 1)
    #expect(opener.opened.count == 1)
  }

  @Test func `a handler of interim responses that takes the stream out gets what has come with it`() throws {
    let (connection, _) = try scripted("HTTP/1.1 103 Early Hints\r\n\r\n" + okReply, atEnd: .end)
    var detached: (any ByteStream)?
    connection.onInterimResponse = { _ in detached = connection.detachStream() }
    try connection.request("GET", "/")
    let response = try connection.getResponse()
    #expect(response.status == 200)
    #expect(try detached?.readToEnd() == Array(okReply.utf8))
  }

  @Test func `a stream that is handed off again gives what the response has read of it meanwhile`() throws {
    let stream = ScriptedStream(exchanges: [["HTTP/1.1 200 Connection established\r\n\r\nabc", "def"]], atEnd: .end)
    let (connection, _) = try connection(stream)
    try connection.request("CONNECT", "o:443")
    let response = try connection.getResponse()
    let first = try #require(connection.stream)
    #expect(try response.read(1) == Array("a".utf8))
    let second = try #require(connection.stream)
    #expect(second === first)
    #expect(try response.read1(1) == Array("b".utf8))
    #expect(try connection.stream?.readToEnd() == Array("cdef".utf8))
  }

  @Test(arguments: ["Content-Length: 4\r\n\r\n|body", "Transfer-Encoding: chunked\r\n\r\n|4\r\nbody\r\n|0\r\n\r\n"], [1, 65_536])
  func `a stream may look at its connection and response while it is read, and what it would change throws`(
    fields: String, size: Int
  ) throws {
    let pieces = ("HTTP/1.1 200 OK\r\n" + fields).split(separator: "|").map(String.init)
    let stream = ReportingStream(pieces: pieces)
    let connection = try HTTPConnection("h")
    connection.stream = stream
    try connection.request("GET", "/")
    let response = try connection.getResponse()
    var looks: [Bool] = []
    var refusals: [HTTPException?] = []
    stream.onRead = {
      looks.append(!response.isClosed && response.remainingLength != 0 && response.fileDescriptor == nil && connection.stream === stream)
      refusals.append(refusal { () throws(HTTPException) in _ = try response.read() })
      refusals.append(refusal { () throws(HTTPException) in _ = try response.peek() })
      refusals.append(refusal { () throws(HTTPException) in _ = try connection.getResponse() })
    }
    var body: [UInt8] = []
    while !response.isClosed { body += try response.read1(size) }
    #expect(body == Array("body".utf8))
    #expect(!looks.isEmpty && looks.allSatisfy { $0 })
    #expect(refusals.allSatisfy { $0?.isImproperConnectionState == true })
    #expect(connection.stream === stream)
  }

  @Test(arguments: [false, true])
  func `a stream may close its connection or response while it is read`(closesResponse: Bool) throws {
    let stream = ReportingStream(pieces: ["HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n", "body", "rest"])
    let connection = try HTTPConnection("h")
    connection.stream = stream
    try connection.request("GET", "/")
    let response = try connection.getResponse()
    stream.onRead = { if closesResponse { response.close() } else { connection.close() } }
    _ = try? response.read()
    #expect(response.isClosed)
    #expect(stream.script.closes > 0)
    #expect(try response.read().isEmpty)
  }

  @Test func `a stream that reads its response inside a torn trailer section spoils nothing`() throws {
    let stream = ReportingStream(pieces: [
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n0\r\nX-A: 1\r\nX-C: 1\r\nX-B", ": 2\r\n\r\n",
    ])
    let connection = try HTTPConnection("h")
    connection.stream = stream
    try connection.request("GET", "/")
    let response = try connection.getResponse()
    stream.onRead = { _ = try? response.read1() }
    #expect(try response.read() == Array("a".utf8))
    #expect(response.trailers == ["X-A": "1", "X-C": "1", "X-B": "2"])
  }

  @Test(arguments: ["getResponse", "request", "send", "putRequest"])
  func `a call of the connection from within its stream is refused and changes nothing`(call: String) throws {
    let stream = ReportingStream(pieces: ["HTTP/1.1 200 OK\r\nContent-", "Length: 4\r\n\r\nbo", "dy"])
    let connection = try HTTPConnection("h")
    connection.stream = stream
    var refusals: [HTTPException?] = []
    let use = {
      refusals.append(
        refusal { () throws(HTTPException) in
          switch call {
          case "getResponse": _ = try connection.getResponse()
          case "request": try connection.request("GET", "/other")
          case "putRequest": try connection.putRequest("GET", "/other")
          default: try connection.send("more")
          }
        })
    }
    stream.onWrite = use
    stream.onRead = use
    try connection.request("POST", "/", body: "body")
    let response = try connection.getResponse()
    #expect(try response.read() == Array("body".utf8))
    #expect(refusals.count >= 3 && refusals.allSatisfy { $0?.isImproperConnectionState == true })
    #expect(stream.script.closes == 0 && connection.stream === stream)
    #expect(stream.script.writes.count == 1)
  }

  @Test func `begin from within its stream is refused, and the response goes on`() throws {
    let stream = ReportingStream(pieces: ["HTTP/1.1 200 OK\r\nContent-", "Length: 4\r\n\r\nbody"])
    let response = HTTPResponse(stream: stream)
    var refusals: [HTTPException?] = []
    stream.onRead = { refusals.append(refusal { () throws(HTTPException) in try response.begin() }) }
    // The script replies to a request only.
    let request = Array("GET / HTTP/1.1\r\n\r\n".utf8)
    try stream.write(request.span, timeout: nil)
    try response.begin()
    #expect(try response.read() == Array("body".utf8))
    #expect(!refusals.isEmpty && refusals.allSatisfy { $0?.isImproperConnectionState == true })
  }

  @Test func `ending the headers from within the stream is refused, and the request stays started`() throws {
    let stream = ReportingStream("HTTP/1.1 200 OK\r\nContent-Length: 40000\r\n\r\n" + String(repeating: "x", count: 40_000), okReply)
    let connection = try HTTPConnection("h")
    connection.stream = stream
    try connection.request("GET", "/")
    let response = try connection.getResponse()
    try connection.putRequest("GET", "/next")
    var refused: HTTPException?
    stream.onRead = { refused = refusal { () throws(HTTPException) in try connection.endHeaders() } ?? refused }
    #expect(try response.read().count == 40_000)
    #expect(refused?.isImproperConnectionState == true)
    stream.onRead = {}
    try connection.putHeader("A", "b")
    try connection.endHeaders()
    #expect(try connection.getResponse().read() == Array("hi".utf8))
  }

  private func refusal(_ use: () throws(HTTPException) -> Void) -> HTTPException? {
    do {
      try use()
      return nil
    } catch {
      return error
    }
  }
}
