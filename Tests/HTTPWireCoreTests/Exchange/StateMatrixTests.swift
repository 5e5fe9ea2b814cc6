import HTTPWireCore
import Testing

/// The law of the state machine as one table: what each call does in each state, and what it leaves alone.
@Suite struct StateMatrixTests {
  /// What the calls come to in a state: a result or an error, and behind ">" the state afterwards where it is another.
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let state: String
    let results: [String: String]
    var testDescription: String { name }

    init(_ name: String, in state: String, _ parts: [[String: String]], _ results: [String: String]) {
      self.name = name
      self.state = state
      let parts = parts + [["noteSent": StateMatrixTests.noteSent(in: state)], StateMatrixTests.nothingEver]
      self.results = parts.reduce(results) { $0.merging($1) { a, _ in a } }
    }
  }

  /// Bytes that are sent while no body is expected are a reason to close; the reasons are told in their own order.
  private static func noteSent(in state: String) -> String {
    let reason = "the request body was not as long as declared"
    if state.hasPrefix("sending") || state.contains(reason) { return "done" }
    let parts = state.split(separator: ", ", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return "done > \(state), \(reason)" }
    let comesFirst = ["the response had Connection: close", "the body ends when the connection closes"].contains(parts[1])
    return "done > \(parts[0]), " + (comesFirst ? "\(parts[1]); \(reason)" : "\(reason); \(parts[1])")
  }

  /// The calls that change nothing in any state.
  private static let nothingEver = ["takeBody(\(Int.min))": "done", "mustClose for nothing": "done"]

  /// What the calls that read a body come to when there is none.
  static let nothingToRead = [
    "nextBody, nothing": "end",
    "nextBody, three bytes": "end",
    "nextBody, the end": "end",
    "take, nothing": "0 taken",
    "take, two bytes": "0 taken",
    "take, five bytes": "0 taken",
    "take, five bytes of six": "0 taken",
    "takeBody(5)": "done",
    "takeBody(\(Int.max))": "done",
    "read past the input": "done",
    "settleBody": "0 dropped",
    "abandonBody": "done",
  ]

  /// Once it has failed, reading on is refused, so that a second try does not look like a good end.
  static let failedReading = nothingToRead.mapValues { $0 == "end" ? "the stream or response is closed" : $0 }

  /// What asking for a head comes to when none is due.
  static func noHead(_ state: String) -> [String: String] {
    let names = StateMatrix.calls.map(\.name).filter { $0.hasPrefix("nextHead") }
    return Dictionary(names.map { ($0, "\(HTTPException.responseNotReady(state))") }) { a, _ in a }
  }

  static func cannotStart(_ state: String) -> String { "\(HTTPException.cannotSendRequest(state))" }
  static func cannotFinish(_ state: String) -> String { "\(HTTPException.cannotSendHeader(state))" }

  static let law = [
    Row(
      "new", in: "idle/idle", [nothingToRead, noHead("Idle")],
      [
        "start": "done > sending/awaitingHead",
        "finishRequest": cannotFinish("Idle"),
        "readFailed": "done > idle/failed, reading failed",
        "mustClose": "done > idle/idle, reading failed",
      ]),
    Row(
      "sending", in: "sending/awaitingHead", [nothingToRead],
      [
        "start": cannotStart("Request-started"),
        "finishRequest": "done > sent/awaitingHead",
        "nextHead, nothing": "needMore",
        "nextHead, an interim response": "interim 100",
        "nextHead, a response without body": "final 204 > sending/idle",
        "nextHead, a response with a body": "final 200 > sending/body 5 left",
        "nextHead, nonsense": "bad status line 'nonsense\\r\\n' > sending/failed, the peer broke the protocol",
        "nextHead, the end": "Remote end closed connection without response > sending/failed, the peer closed the connection",
        "readFailed": "done > sending/failed, reading failed",
        "mustClose": "done > sending/awaitingHead, reading failed",
      ]),
    Row(
      "sent", in: "sent/awaitingHead", [nothingToRead],
      [
        "start": cannotStart("Request-sent"),
        "finishRequest": cannotFinish("Request-sent"),
        "nextHead, nothing": "needMore",
        "nextHead, an interim response": "interim 100",
        "nextHead, a response without body": "final 204 > idle/idle",
        "nextHead, a response with a body": "final 200 > idle/body 5 left",
        "nextHead, nonsense": "bad status line 'nonsense\\r\\n' > sent/failed, the peer broke the protocol",
        "nextHead, the end": "Remote end closed connection without response > sent/failed, the peer closed the connection",
        "readFailed": "done > sent/failed, reading failed",
        "mustClose": "done > sent/awaitingHead, reading failed",
      ]),
    Row(
      "in a body", in: "idle/body 5 left", [noHead("Idle")],
      [
        "start": "done > sending/body 5 left",
        "finishRequest": cannotFinish("Idle"),
        "nextBody, nothing": "needMore",
        "nextBody, three bytes": "data(3)",
        "nextBody, the end": "IncompleteRead(0 bytes read, 5 more expected) > idle/failed, the peer closed the connection",
        "take, nothing": "0 taken",
        "take, two bytes": "2 taken > idle/body 3 left",
        "take, five bytes": "5 taken > idle/idle",
        "take, five bytes of six": "5 taken > idle/idle, the server sent bytes that belong to no response",
        "takeBody(5)": "done > idle/body 0 left",
        "takeBody(\(Int.max))": "done > idle/body 0 left",
        "read past the input": "done > idle/idle",
        "settleBody": "0 dropped",
        "abandonBody": "done > idle/failed, the response was not read to its end",
        "readFailed": "done > idle/failed, reading failed",
        "mustClose": "done > idle/body 5 left, reading failed",
      ]),
    Row(
      "in a chunked body", in: "idle/body chunked", [noHead("Idle")],
      [
        "start": "done > sending/body chunked",
        "finishRequest": cannotFinish("Idle"),
        "nextBody, nothing": "needMore",
        "nextBody, three bytes": "needMore, 3 dropped",
        "nextBody, the end": "IncompleteRead(0 bytes read) > idle/failed, the peer closed the connection",
        "take, nothing": "0 taken",
        "take, two bytes": "0 taken",
        "take, five bytes": "0 taken",
        "take, five bytes of six": "0 taken",
        "takeBody(5)": "done",
        "takeBody(\(Int.max))": "done",
        "read past the input": "done",
        "settleBody": "0 dropped",
        "abandonBody": "done > idle/failed, the response was not read to its end",
        "readFailed": "done > idle/failed, reading failed",
        "mustClose": "done > idle/body chunked, reading failed",
      ]),
    Row(
      "in a body that ends with the connection", in: "idle/body untilClose, the body ends when the connection closes", [noHead("Idle")],
      [
        "start": cannotStart("the body ends when the connection closes"),
        "finishRequest": cannotFinish("Idle"),
        "nextBody, nothing": "needMore",
        "nextBody, three bytes": "data(3)",
        "nextBody, the end": "end > idle/idle, the body ends when the connection closes; the peer closed the connection",
        "take, nothing": "0 taken",
        "take, two bytes": "2 taken",
        "take, five bytes": "5 taken",
        "take, five bytes of six": "6 taken",
        "takeBody(5)": "done",
        "takeBody(\(Int.max))": "done",
        "read past the input": "done",
        "settleBody": "0 dropped",
        "abandonBody": "done > idle/failed, the body ends when the connection closes; the response was not read to its end",
        "readFailed": "done > idle/failed, the body ends when the connection closes; reading failed",
        "mustClose": "done > idle/body untilClose, the body ends when the connection closes; reading failed",
      ]),
    Row(
      "in a body that came before the request was sent", in: "sending/body 5 left", [noHead("Request-started")],
      [
        "start": cannotStart("Request-started"),
        "finishRequest": "done > idle/body 5 left",
        "nextBody, nothing": "needMore",
        "nextBody, three bytes": "data(3)",
        "nextBody, the end": "IncompleteRead(0 bytes read, 5 more expected) > sending/failed, the peer closed the connection",
        "take, nothing": "0 taken",
        "take, two bytes": "2 taken > sending/body 3 left",
        "take, five bytes": "5 taken > sending/idle",
        "take, five bytes of six": "5 taken > sending/idle, the server sent bytes that belong to no response",
        "takeBody(5)": "done > sending/body 0 left",
        "takeBody(\(Int.max))": "done > sending/body 0 left",
        "read past the input": "done > sending/idle",
        "settleBody": "0 dropped",
        "abandonBody": "done > sending/failed, the response was not read to its end",
        "readFailed": "done > sending/failed, reading failed",
        "mustClose": "done > sending/body 5 left, reading failed",
      ]),
    Row(
      "answered before the request was sent", in: "sending/idle", [nothingToRead, noHead("Request-started")],
      [
        "start": cannotStart("Request-started"),
        "finishRequest": "done > idle/idle",
        "readFailed": "done > sending/failed, reading failed",
        "mustClose": "done > sending/idle, reading failed",
      ]),
    Row(
      "failed in a body that came before the request was sent", in: "sending/failed, the response was not read to its end",
      [failedReading, noHead("Request-started")],
      [
        "start": cannotStart("Request-started"),
        "finishRequest": "done > idle/failed, the response was not read to its end",
        "readFailed": "done > sending/failed, the response was not read to its end; reading failed",
        "mustClose": "done > sending/failed, the response was not read to its end; reading failed",
      ]),
    Row(
      "in a body, sending the next request", in: "sending/body 5 left", [noHead("Request-started")],
      [
        "start": cannotStart("Request-started"),
        "finishRequest": "done > sent/body 5 left",
        "nextBody, nothing": "needMore",
        "nextBody, three bytes": "data(3)",
        "nextBody, the end": "IncompleteRead(0 bytes read, 5 more expected) > sending/failed, the peer closed the connection",
        "take, nothing": "0 taken",
        "take, two bytes": "2 taken > sending/body 3 left",
        "take, five bytes": "5 taken > sending/awaitingHead",
        "take, five bytes of six": "5 taken > sending/awaitingHead",
        "takeBody(5)": "done > sending/body 0 left",
        "takeBody(\(Int.max))": "done > sending/body 0 left",
        "read past the input": "done > sending/awaitingHead",
        "settleBody": "0 dropped",
        "abandonBody": "done > sending/failed, the response was not read to its end",
        "readFailed": "done > sending/failed, reading failed",
        "mustClose": "done > sending/body 5 left, reading failed",
      ]),
    Row(
      "in a body, the next request sent", in: "sent/body 5 left", [noHead("Request-sent")],
      [
        "start": cannotStart("Request-sent"),
        "finishRequest": cannotFinish("Request-sent"),
        "nextBody, nothing": "needMore",
        "nextBody, three bytes": "data(3)",
        "nextBody, the end": "IncompleteRead(0 bytes read, 5 more expected) > sent/failed, the peer closed the connection",
        "take, nothing": "0 taken",
        "take, two bytes": "2 taken > sent/body 3 left",
        "take, five bytes": "5 taken > sent/awaitingHead",
        "take, five bytes of six": "5 taken > sent/awaitingHead",
        "takeBody(5)": "done > sent/body 0 left",
        "takeBody(\(Int.max))": "done > sent/body 0 left",
        "read past the input": "done > sent/awaitingHead",
        "settleBody": "0 dropped",
        "abandonBody": "done > sent/failed, the response was not read to its end",
        "readFailed": "done > sent/failed, reading failed",
        "mustClose": "done > sent/body 5 left, reading failed",
      ]),
    Row(
      "done", in: "idle/idle", [nothingToRead, noHead("Idle")],
      [
        "start": "done > sending/awaitingHead",
        "finishRequest": cannotFinish("Idle"),
        "readFailed": "done > idle/failed, reading failed",
        "mustClose": "done > idle/idle, reading failed",
      ]),
    Row(
      "done, to be closed", in: "idle/idle, the response had Connection: close", [nothingToRead, noHead("Idle")],
      [
        "start": cannotStart("the response had Connection: close"),
        "finishRequest": cannotFinish("Idle"),
        "readFailed": "done > idle/failed, the response had Connection: close; reading failed",
        "mustClose": "done > idle/idle, the response had Connection: close; reading failed",
      ]),
    Row(
      "failed in a body", in: "idle/failed, the response was not read to its end", [failedReading, noHead("Idle")],
      [
        "start": cannotStart("the response was not read to its end"),
        "finishRequest": cannotFinish("Idle"),
        "readFailed": "done > idle/failed, the response was not read to its end; reading failed",
        "mustClose": "done > idle/failed, the response was not read to its end; reading failed",
      ]),
    Row(
      "failed while sending", in: "sending/failed, reading failed", [failedReading, noHead("Request-started")],
      [
        "start": cannotStart("Request-started"),
        "finishRequest": "done > sent/failed, reading failed",
        "readFailed": "done",
        "mustClose": "done",
      ]),
    Row(
      "failed when sent", in: "sent/failed, reading failed", [failedReading, noHead("Request-sent")],
      [
        "start": cannotStart("Request-sent"),
        "finishRequest": cannotFinish("Request-sent"),
        "readFailed": "done",
        "mustClose": "done",
      ]),
  ]

  @Test("Each call in each state", arguments: law)
  func obeys(_ row: Row) throws {
    let state = try #require(StateMatrix.states.first { $0.name == row.name })
    #expect(row.results.count == StateMatrix.calls.count)
    for call in StateMatrix.calls {
      var exchange = ClientExchange()
      try state.reach(&exchange)
      #expect(StateMatrix.describe(exchange) == row.state)
      let result = StateMatrix.result(of: call, &exchange)
      let after = StateMatrix.describe(exchange)
      #expect(result + (after == row.state ? "" : " > " + after) == row.results[call.name], "\(call.name)")
    }
  }

  @Test("No state is missing")
  func coversAllStates() {
    #expect(Set(Self.law.map(\.name)) == Set(StateMatrix.states.map(\.name)))
    for request in ClientExchange.RequestPhase.allCases {
      for response in ClientExchange.ResponsePhase.allCases {
        // Without a request, no head is due; whoever has sent one waits for its head, reads the body before it, or has failed. Only
        // while it is being sent may it be answered already.
        let isReachable = response == .body || response == .failed || request == .sending || (request == .idle) == (response == .idle)
        #expect(Self.law.contains { $0.state.hasPrefix("\(request)/\(response)") } == isReachable, "\(request)/\(response)")
      }
    }
  }
}
