import HTTPWire
import HTTPWireTesting
import Testing

/// Streams and handlers that call the connection which is calling them.
struct CallbackTests {
  /// A scripted stream that tells when it is written to, and when it is asked what waits on it.
  final class ReportingStream: ByteStream {
    let script: ScriptedStream
    var onWrite: () -> Void = {}
    var onLook: () -> PendingInput = { .nothing }
    private(set) var looks = 0
    private let takesBytesOnceClosed: Bool

    init(_ replies: String..., takesBytesOnceClosed: Bool = false) {
      script = ScriptedStream(exchanges: replies.map { [$0] }, atEnd: .fail)
      self.takesBytesOnceClosed = takesBytesOnceClosed
    }

    func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
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
}
