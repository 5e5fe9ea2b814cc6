#if TLS
import HTTPWire
import HTTPWireTesting
import Testing

/// `Expect: 100-continue` (RFC 9110 section 10.1.1).
@Suite(.serialized) struct ExpectTests {
  private static var body: RequestBody { .bytes([UInt8](repeating: 0x61, count: 300_000)) }
  private static let patience = ExpectContinue.wait(upTo: .seconds(10))

  @Test(arguments: Route.allCases) func `the body follows 100, and the connection is kept`(route: Route) throws {
    try route.run({ connection in
      while let request = try connection.readHead() {
        #expect(request.headers["Expect"] == "100-continue")
        try connection.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n")
        let count = try connection.discardBody()
        try connection.send(.init(text: "\(count)"), to: request)
      }
    }) { connection in
      var interims: [Int] = []
      connection.onInterimResponse = { interims.append($0.status) }
      for body in [Self.body, .chunks([[1, 2], [3]])] {
        try connection.request("PUT", "/", body: body, expectContinue: Self.patience)
        let response = try connection.getResponse()
        #expect(["300000", "3"].contains(String(decoding: try response.read(), as: UTF8.self)))
        #expect(!response.willClose)
      }
      #expect(interims == [103, 100, 103, 100])
    }
  }

  @Test(arguments: Route.allCases, [200, 401, 413, 417]) func `after a final status no body is sent`(route: Route, status: Int) throws {
    try route.run({ connection in
      guard try connection.readHead() != nil else { return }
      try connection.send("HTTP/1.1 \(status) No\r\nContent-Length: 2\r\n\r\nno")
      // Nothing may follow.
      #expect(try connection.read().isEmpty)
    }) { connection in
      try connection.request("PUT", "/", body: Self.body, expectContinue: Self.patience)
      let response = try connection.getResponse()
      #expect(response.status == status)
      #expect(response.willClose)
      #expect(try response.read() == Array("no".utf8))
    }
  }

  @Test func `a server that knows no expectations gets the body when the time is up`() throws {
    try Route.plain.run({ connection in
      guard let request = try connection.readRequest() else { return }
      try connection.send(.init(text: "\(request.body.count)"), to: request)
    }) { connection in
      try connection.request("PUT", "/", body: Self.body, expectContinue: .wait(upTo: .milliseconds(100)))
      #expect(try connection.getResponse().read() == Array("300000".utf8))
    }
  }

  @Test func `a 100 that comes too late is an interim response like others`() throws {
    try Route.plain.run({ connection in
      guard try connection.readHead() != nil else { return }
      try connection.sleep(.milliseconds(150))
      try connection.send("HTTP/1.1 100 Continue\r\n\r\n")
      let count = try connection.discardBody()
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n\(count)")
    }) { connection in
      try connection.request("PUT", "/", body: Self.body, expectContinue: .wait(upTo: .milliseconds(20)))
      let response = try connection.getResponse()
      #expect(try response.read() == Array("300000".utf8))
      #expect(!response.willClose)
    }
  }

  @Test(arguments: [Route.plain, .tls]) func `a 417 is answered without the expectation, when asked`(route: Route) throws {
    try route.run({ connection in
      while let request = try connection.readHead() {
        if request.headers["Expect"] != nil { return try connection.send("HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n") }
        let count = try connection.discardBody()
        try connection.send(.init(text: "\(count)"), to: request)
      }
    }) { connection in
      try connection.request("PUT", "/", body: Self.body, expectContinue: .wait(upTo: .seconds(10), repeatingRefused: true))
      #expect(try connection.getResponse().read() == Array("300000".utf8))
    }
  }

  @Test func `garbage in answer to the expectation is an error, and the body is not sent`() throws {
    for reply in ["garbage\r\n\r\n", "HTTP/1.1 100 Continue\r\nbad field\r\n\r\n", "HTTP/1.1 2"] {
      let stream = ScriptedStream(exchanges: [[reply]], atEnd: .end)
      let connection = try HTTPConnection("h")
      connection.opener = { _ in stream }
      let error = failure { try connection.request("PUT", "/", body: Self.body, expectContinue: Self.patience) }
      #expect(error?.fault == .peer)
      #expect(stream.written.count < 1000)
    }
  }

  @Test func `without a body nothing is expected`() throws {
    let stream = ScriptedStream(exchanges: [["HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"]])
    let connection = try HTTPConnection("h")
    connection.opener = { _ in stream }
    try connection.request("GET", "/", expectContinue: Self.patience)
    #expect(!stream.writtenText.contains("Expect"))
  }
}
#endif
