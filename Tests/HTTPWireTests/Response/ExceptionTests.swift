import HTTPWire
import Testing

/// `http.client`'s exception classes: what they say and what they are.
struct ExceptionTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let error: HTTPException
    let description: String
    var fault = HTTPException.Fault.peer
    var isState = false
    var isBadLine = false
    var isReset = false
    var isTimeout = false
    var testDescription: String { description }
  }

  static let reset = SystemFailure(operation: "recv", code: 104, message: "Connection reset by peer", isConnectionReset: true)
  static let refused = SystemFailure(operation: "connect", code: 111, message: "Connection refused", address: "127.0.0.1:1")

  static let rows: [Row] = [
    Row(error: .incompleteRead(partial: [1, 2, 3], expected: nil), description: "IncompleteRead(3 bytes read)"),
    Row(error: .incompleteRead(partial: [0, 1, 2, 3, 4, 5, 6], expected: 3), description: "IncompleteRead(7 bytes read, 3 more expected)"),
    Row(error: .incompleteRead(partial: [], expected: 0), description: "IncompleteRead(0 bytes read, 0 more expected)"),
    Row(error: .remoteDisconnected, description: "Remote end closed connection without response", isBadLine: true, isReset: true),
    Row(error: .badStatusLine("x\r\n"), description: "bad status line 'x\\r\\n'", isBadLine: true),
    Row(error: .badStatusLine(""), description: "bad status line ''", isBadLine: true),
    Row(error: .unknownProtocol("HTTP/2.0"), description: "unknown protocol HTTP/2.0"),
    Row(error: .unknownTransferEncoding("gzip"), description: "unknown transfer encoding 'gzip'"),
    Row(error: .lineTooLong(kind: "header line", limit: 65_536), description: "got more than 65536 bytes when reading header line"),
    Row(error: .lineTooLong(kind: "trailer line", limit: 65_536), description: "got more than 65536 bytes when reading trailer line"),
    Row(error: .limitExceeded(what: "headers", limit: 100), description: "got more than 100 headers"),
    Row(error: .limitExceeded(what: "interim responses", limit: 100), description: "got more than 100 interim responses"),
    Row(error: .limitExceeded(what: "trailers", limit: 100), description: "got more than 100 trailers"),
    Row(
      error: .responseNotReady("Idle"),
      description: "no response is ready: no request is waiting for one; call request first (state Idle)", fault: .caller, isState: true
    ),
    Row(
      error: .cannotSendRequest("Request-sent"),
      description:
        "cannot send a request: the previous request has not been answered; call getResponse, or close the connection (state Request-sent)",
      fault: .caller, isState: true),
    Row(
      error: .cannotSendHeader("Idle"),
      description: "cannot send a header: no request was started; call putRequest first (state Idle)", fault: .caller, isState: true),
    Row(error: .cancelled, description: "the operation was cancelled", fault: .caller),
    Row(error: .notConnected, description: "not connected, and autoOpen is off", fault: .caller),
    Row(error: .invalidURL("nonnumeric port: 'abc'"), description: "nonnumeric port: 'abc'", fault: .caller),
    Row(error: .unimplementedFileMode, description: "unimplemented file mode", fault: .caller),
    Row(error: .closed, description: "the stream or response is closed", fault: .caller),
    Row(error: .timedOut(.readingBody), description: "timed out while reading the response body", fault: .environment, isTimeout: true),
    Row(error: .system(reset), description: "[Errno 104] Connection reset by peer (recv)", fault: .environment, isReset: true),
    Row(error: .system(refused), description: "[Errno 111] Connection refused (connect 127.0.0.1:1)", fault: .environment),
  ]

  @Test(arguments: rows) func `an exception says what Python's says, and is what Python's is`(row: Row) {
    #expect(row.error.description == row.description)
    #expect(row.error.fault == row.fault)
    #expect(row.error.isImproperConnectionState == row.isState)
    #expect(row.error.isBadStatusLine == row.isBadLine)
    #expect(row.error.isConnectionReset == row.isReset)
    #expect(row.error.isTimeout == row.isTimeout)
  }
}
