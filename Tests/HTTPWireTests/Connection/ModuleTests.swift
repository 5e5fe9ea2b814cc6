import HTTPWire
import HTTPWireTesting
import Testing

/// What `http.client` has at the level of the module.
struct ModuleTests {
  @Test func `the ports are 80 and 443`() {
    #expect(httpPort == 80)
    #expect(httpsPort == 443)
  }

  @Test func `responses has a phrase for each status, and nothing for others`() {
    #expect(responses.count == 62)
    #expect(responses[404] == "Not Found")
    #expect(responses[413] == "Content Too Large")
    #expect(responses[299] == nil)
  }

  @Test(arguments: [
    (HTTPStatus.continue, 100), (.earlyHints, 103), (.ok, 200), (.imATeapot, 418), (.misdirectedRequest, 421), (.tooEarly, 425),
    (.unavailableForLegalReasons, 451), (.contentTooLarge, 413), (.uriTooLong, 414), (.rangeNotSatisfiable, 416),
    (.unprocessableContent, 422), (.networkAuthenticationRequired, 511),
  ])
  func `the statuses that came after 3.6 are there`(status: HTTPStatus, code: Int) {
    #expect(status.value == code)
  }

  @Test func `the methods are those of Python, and text`() throws {
    #expect(HTTPMethod.all == ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"])
    for method in HTTPMethod.all {
      let (connection, stream) = try scripted()
      let target = method == HTTPMethod.connect ? "o:1" : "/"
      try connection.request(method, target)
      #expect(stream.writtenText.hasPrefix("\(method) \(target) HTTP/1.1\r\n"))
    }
  }

  @Test func `what is thrown is one type, with Python's classes as its cases`() throws {
    let thrown: [HTTPException] = [
      .notConnected, .invalidURL("u"), .unknownProtocol("p"), .unknownTransferEncoding("t"), .unimplementedFileMode,
      .incompleteRead(partial: [], expected: nil), .cannotSendRequest("s"), .cannotSendHeader("s"), .responseNotReady("s"),
      .badStatusLine("l"),
      .lineTooLong(kind: "header line", limit: 1), .remoteDisconnected,
    ]
    #expect(thrown.map(\.isImproperConnectionState).filter(\.self).count == 3)
    #expect(thrown.filter(\.isBadStatusLine) == [.badStatusLine("l"), .remoteDisconnected])
    #expect(thrown.filter(\.isConnectionReset) == [.remoteDisconnected])
  }

  @Test(arguments: Delivery.all, presets) func `parseHeaders leaves the stream at what follows the blank line`(
    delivery: Delivery, leniency: ParsingLeniency
  ) throws {
    let stream = ScriptedStream(delivery.pieces(of: "A: b\r\na: c\r\n\r\nbody"), atEnd: .end)
    let headers = try parseHeaders(from: stream, leniency: leniency)
    #expect(headers.getAll("A") == ["b", "c"])
    #expect(try stream.readToEnd() == Array("body".utf8))
  }

  @Test func `the limits are CPython's, and can be changed`() throws {
    let connection = try HTTPConnection("h")
    #expect(connection.limits.lineLength == 65_536)
    #expect(connection.limits.fieldCount == 100)
    connection.limits.lineLength = 20
    connection.stream = ScriptedStream(exchanges: [["HTTP/1.1 200 OK\r\nA: 34567890123456789\r\n\r\n"]], atEnd: .end)
    try connection.request("GET", "/")
    #expect(throws: HTTPException.lineTooLong(kind: "header line", limit: 20)) { try connection.getResponse() }
  }
}
