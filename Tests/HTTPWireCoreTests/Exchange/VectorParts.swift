import HTTPWireCore

extension Vector {
  /// The status line that most vectors begin with.
  static let ok = "HTTP/1.1 200 OK\r\n"
  static let chunked = ok + "Transfer-Encoding: chunked\r\n\r\n"
}

extension CloseReasons {
  /// What a body leaves that ended with the connection.
  static let untilClose: CloseReasons = [.bodyUntilClose, .peerClosed]
}

extension Expectation {
  /// A head that is refused for one of its lines, the last of `head`.
  static func badField(_ problem: HeaderProblem, _ line: String, after head: String = Vector.ok) -> Expectation {
    .noHead(.malformedHeader(problem, line: bytes(line), received: bytes(head + line)))
  }

  /// A reply that ends inside its head.
  static func torn(_ head: String) -> Expectation {
    .noHead(.incompleteHead(received: bytes(head)), closes: .peerClosed)
  }

  static func badStatusLine(_ line: String, closes: CloseReasons = .protocolError) -> Expectation {
    .noHead(.badStatusLine(line), closes: closes)
  }

  /// A body with bad chunk framing.
  static func badChunk(_ problem: ChunkProblem, _ line: String, after body: String = "") -> Expectation {
    .noEnd(.malformedChunk(problem, line: bytes(line), partial: []), after: body)
  }

  /// A body that the end of the stream cut short.
  static func short(_ body: String, expected: UInt64? = nil, framing: BodyFraming = .chunked) -> Expectation {
    .noEnd(.incompleteRead(partial: [], expected: expected), after: body, framing: framing, closes: .peerClosed)
  }
}
