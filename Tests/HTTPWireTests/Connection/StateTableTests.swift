import HTTPWire
import HTTPWireTesting
import Testing

/// Which call does what in which state (`http.client`'s state machine), with and without a response that is still unread.
struct StateTableTests {
  enum State: String, CaseIterable, Sendable {
    case idle = "Idle"
    case started = "Request-started"
    case sent = "Request-sent"
  }

  enum Call: CaseIterable, Sendable { case request, putRequest, putHeader, endHeaders, getResponse, send, close }

  /// A row of the table: the call, and what it throws in the three states.
  struct Row: Sendable {
    var call: Call
    var idle: HTTPException?
    var started: HTTPException?
    var sent: HTTPException?
  }

  static let table = [
    Row(call: .request, started: .cannotSendRequest("Request-started"), sent: .cannotSendRequest("Request-sent")),
    Row(call: .putRequest, started: .cannotSendRequest("Request-started"), sent: .cannotSendRequest("Request-sent")),
    Row(call: .putHeader, idle: .cannotSendHeader("Idle"), sent: .cannotSendHeader("Request-sent")),
    Row(call: .endHeaders, idle: .cannotSendHeader("Idle"), sent: .cannotSendHeader("Request-sent")),
    Row(call: .getResponse, idle: .responseNotReady("Idle"), started: .responseNotReady("Request-started")),
    Row(call: .send),
    Row(call: .close),
  ]

  /// A connection in a state, and the response that it holds back.
  private static func reach(
    _ state: State, withUnreadResponse: Bool
  ) throws(HTTPException) -> (connection: HTTPConnection, stream: ScriptedStream, response: HTTPResponse?) {
    let replies = withUnreadResponse ? [okReply, okReply, okReply] : [okReply, okReply]
    let stream = ScriptedStream(exchanges: replies.map { [$0] }, atEnd: .fail)
    let (connection, _) = try connection()
    connection.stream = stream
    var response: HTTPResponse?
    if withUnreadResponse {
      try connection.request("GET", "/first")
      response = try connection.getResponse()
    }
    if state != .idle { try connection.putRequest("GET", "/") }
    if state == .sent { try connection.endHeaders() }
    return (connection, stream, response)
  }

  private static func make(_ call: Call, on connection: HTTPConnection) throws(HTTPException) {
    switch call {
    case .request: try connection.request("GET", "/")
    case .putRequest: try connection.putRequest("GET", "/")
    case .putHeader: try connection.putHeader("A", "b")
    case .endHeaders: try connection.endHeaders()
    case .getResponse: _ = try connection.getResponse()
    case .send: try connection.send("x")
    case .close: connection.close()
    }
  }

  @Test(arguments: State.allCases, [false, true])
  func `each call in each state does what Python's does, and says Python's name of the state`(state: State, withUnread: Bool) throws {
    for row in Self.table {
      let (connection, stream, response) = try Self.reach(state, withUnreadResponse: withUnread)
      var expected = state == .idle ? row.idle : state == .started ? row.started : row.sent
      if row.call == .getResponse, state == .sent, withUnread { expected = .responseNotReady("Request-sent") }
      let writes = stream.writes.count
      var thrown: HTTPException?
      do throws(HTTPException) { try Self.make(row.call, on: connection) } catch { thrown = error }
      #expect(thrown == expected, "\(row.call) in \(state), \(withUnread)")
      guard let thrown else { continue }
      #expect(thrown.isImproperConnectionState)
      #expect(stream.writes.count == writes)
      #expect(stream.closes == 0)
      try Self.proceed(from: state, connection, response)
    }
  }

  /// A refused call has changed nothing: the request can be brought to its end.
  private static func proceed(from state: State, _ connection: HTTPConnection, _ response: HTTPResponse?) throws {
    if state == .idle { try connection.putRequest("GET", "/") }
    if state != .sent { try connection.endHeaders() }
    if let response { #expect(try response.read() == Array("hi".utf8)) }
    #expect(try connection.getResponse().read() == Array("hi".utf8))
    #expect(throws: HTTPException.responseNotReady("Idle")) { try connection.getResponse() }
  }

  @Test(arguments: State.allCases, [false, true])
  func `close leads to Idle from everywhere, and the next request is on a new stream alone`(state: State, withUnread: Bool) throws {
    let (connection, first, response) = try Self.reach(state, withUnreadResponse: withUnread)
    if state == .started { try connection.putHeader("Left", "over") }
    connection.close()
    connection.close()
    #expect(first.closes == 1)
    #expect(connection.stream == nil)
    #expect(throws: HTTPException.responseNotReady("Idle")) { try connection.getResponse() }
    #expect(throws: HTTPException.cannotSendHeader("Idle")) { try connection.putHeader("A", "b") }
    let second = ScriptedStream(exchanges: [[okReply]], atEnd: .fail)
    connection.opener = ScriptedOpener([second]).open
    #expect(try connection.get() == "hi")
    #expect(second.writtenText == getHead)
    if let response { #expect(try response.read().isEmpty) }
  }

  @Test func `send in Idle opens the connection and sends, and no response is due`() throws {
    let stream = ScriptedStream(exchanges: [[okReply]], atEnd: .fail)
    let (connection, opener) = try connection(stream)
    try connection.send("raw")
    #expect(opener.targets.count == 1)
    #expect(stream.writtenPieces == ["raw"])
    #expect(throws: HTTPException.responseNotReady("Idle")) { try connection.getResponse() }
    connection.autoOpen = false
    connection.close()
    #expect(throws: HTTPException.notConnected) { try connection.send("raw") }
    #expect(throws: HTTPException.notConnected) { try connection.request("GET", "/") }
    #expect(throws: HTTPException.responseNotReady("Idle")) { try connection.getResponse() }
    #expect(opener.targets.count == 1)
  }
}
