import HTTPWire
import HTTPWireTesting
import Testing

/// What a failure leaves of a request that was sent while the response before it was still being read.
struct FailedSendingTests {
  private static let head = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n"

  final class BrokenSource: BodySource {
    func read(into buffer: inout OutputSpan<UInt8>) throws(HTTPException) { throw .bodySource("worn out") }
  }

  @Test func `a failed read of the response before it does not pass for a failed sending`() throws {
    let stream = ScriptedStream(exchanges: [[Self.head]], atEnd: .fail)
    let (connection, _) = try connection(stream)
    try connection.request("GET", "/a")
    let response = try connection.getResponse()
    try connection.request("GET", "/b")
    #expect(throws: HTTPException.self) { try response.read() }
    #expect(throws: HTTPException.cannotSendRequest("Request-sent")) { try connection.request("GET", "/c") }
    #expect(throws: HTTPException.closed) { try connection.getResponse() }
  }

  @Test func `a source that fails once the connection is lost lets the next request start`() throws {
    let first = ScriptedStream(exchanges: [[Self.head]], atEnd: .fail)
    let opener = ScriptedOpener([first, ScriptedStream(exchanges: [[okReply]], atEnd: .fail)])
    let connection = try HTTPConnection("h")
    connection.opener = opener.open
    try connection.request("GET", "/a")
    let response = try connection.getResponse()
    try connection.putRequest("PUT", "/b")
    try connection.putHeader("Content-Length", 4)
    try connection.endHeaders()
    response.close()
    #expect(throws: HTTPException.bodySource("worn out")) { try connection.send(.file(BrokenSource())) }
    #expect(try connection.get() == "hi")
  }

  @Test func `bytes that can't be sent outside of a request lose the connection before the next one`() throws {
    let broken = ScriptedStream([], atEnd: .end)
    broken.close()
    let opener = ScriptedOpener([broken, ScriptedStream(exchanges: [[okReply]], atEnd: .fail)])
    let connection = try HTTPConnection("h")
    connection.opener = opener.open
    #expect(throws: HTTPException.self) { try connection.send([1]) }
    try connection.putRequest("GET", "/")
    #expect(connection.stream == nil)
  }
}
