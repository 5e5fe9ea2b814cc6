import HTTPWireCore
import Testing

/// The reasons for closing, in words.
@Suite struct CloseReasonTests {
  static let texts: [(CloseReasons, String)] = [
    ([], "reusable"),
    (.serverCloses, "the response had Connection: close"),
    (.clientCloses, "the request had Connection: close"),
    (.http10, "the HTTP/1.0 server did not offer to keep the connection open"),
    (.bodyUntilClose, "the body ends when the connection closes"),
    (.lengthAndChunked, "the response had both Transfer-Encoding and Content-Length"),
    (.chunkedInHTTP10, "the response was chunked although it was HTTP/1.0"),
    (.switchedProtocols, "the connection switched protocols"),
    (.excessData, "the server sent bytes that belong to no response"),
    (.requestUnfinished, "the request body was not as long as declared"),
    (.responseAbandoned, "the response was not read to its end"),
    (.protocolError, "the peer broke the protocol"),
    (.peerClosed, "the peer closed the connection"),
    (.streamFailed, "reading failed"),
    (.released, "the connection was released"),
    (.sendingFailed, "the request could not be sent to its end"),
    ([.http10, .peerClosed], "the HTTP/1.0 server did not offer to keep the connection open; the peer closed the connection"),
    (CloseReasons(rawValue: 1 << 31), ""),
  ]

  @Test("Each reason has its words", arguments: texts)
  func describes(_ reasons: CloseReasons, _ text: String) {
    #expect(reasons.description == text)
  }

  @Test("No two reasons are the same bit")
  func areDistinct() {
    let single = Self.texts.map(\.0).filter { $0.rawValue.nonzeroBitCount == 1 }
    #expect(Set(single.map(\.rawValue)).count == single.count)
  }
}
