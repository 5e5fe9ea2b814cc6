import HTTPWireCore
import Testing

/// The reasons for closing, in words.
@Suite struct CloseReasonTests {
  static let texts: [(CloseReasons, String)] = [
    ([], "reusable"),
    (.serverCloses, "the server said it would close"),
    (.clientCloses, "the request asked to close"),
    (.http10, "an HTTP/1.0 server did not offer to keep the connection"),
    (.bodyUntilClose, "the body ended with the connection"),
    (.lengthAndChunked, "the response had both Transfer-Encoding and Content-Length"),
    (.chunkedInHTTP10, "the response was chunked although it was HTTP/1.0"),
    (.switchedProtocols, "the connection switched protocols"),
    (.excessData, "bytes came that belong to no response"),
    (.requestUnfinished, "the request was not sent as it was declared"),
    (.responseAbandoned, "the response was not read to its end"),
    (.protocolError, "the peer broke the protocol"),
    (.peerClosed, "the peer closed"),
    (.streamFailed, "reading or writing failed"),
    ([.http10, .peerClosed], "an HTTP/1.0 server did not offer to keep the connection; the peer closed"),
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
