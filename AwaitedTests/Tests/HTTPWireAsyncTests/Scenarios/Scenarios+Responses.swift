import HTTPWire
import HTTPWireTesting

private let fine = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine"
private let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

extension Scenario {
  /// Bodies of all framings, and responses without one.
  static let responses: [Scenario] = [
    Scenario(
      "a body with a length ends there, and the connection is kept", Place.replies(fine, fine),
      [.get(), .readAll, .get(), .readAll], ["200", "fine", "200", "fine", "1 connection"]),
    Scenario(
      "a body in chunks ends with its trailers, and the connection is kept",
      Place.replies(chunked + "2\r\nfi\r\n2;x=y\r\nne\r\n0\r\nA: b\r\nC: d\r\n\r\n", fine),
      [.get(), .readAll, .get(), .readAll], ["200", "fine {A: b} {C: d}", "200", "fine", "1 connection"]),
    Scenario(
      "a body without a length ends with its connection", Place.replies("HTTP/1.1 200 OK\r\n\r\nfine"),
      [.get(), .readAll, .get(), .readAll], ["200", "fine", "200", "fine", "2 connections"]),
    Scenario(
      "a body of HTTP/1.0 ends with its connection", Place.replies("HTTP/1.0 200 OK\r\nContent-Length: 4\r\n\r\nfine", fine),
      [.get(), .readAll, .get(), .readAll], ["200", "fine", "200", "fine", "2 connections"]),
    Scenario(
      "the server says that it closes", Place.replies("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\nfine", fine),
      [.get(), .readAll, .get(), .readAll], ["200", "fine", "200", "fine", "2 connections"]),
    Scenario(
      "responses without a body",
      Place.replies(
        "HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", fine),
      [.get(), .readAll, .get(), .readAll, .get(), .readAll, .request("HEAD", "/"), .readAll, .get(), .readAll],
      ["204", "", "304", "", "200", "", "200", "", "200", "fine", "1 connection"]),
    Scenario(
      "what has no body need not be read", Place.replies("HTTP/1.1 204 No Content\r\n\r\n", chunked + "0\r\n\r\n", fine),
      [.get(), .get(), .get(), .readAll], ["204", "200", "200", "fine", "1 connection"],
      excluding: [.blocking: "only awaited responses are read ahead, as far as they have come"]),
    Scenario(
      "interim responses are skipped",
      Place.replies("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + fine, "HTTP/1.1 102 Wait\r\n\r\n" + fine),
      [.get(), .readAll, .get(), .readAll], ["200", "fine", "200", "fine", "1 connection"]),
    Scenario(
      "a reply in segments of one byte",
      Place.plain { connection, _ in
        for reply in [chunked + "2\r\nfi\r\n2\r\nne\r\n0\r\nA: b\r\n\r\n", fine] where try connection.readRequest() != nil {
          try connection.send(pieces: Delivery.byteByByte.pieces(of: reply))
        }
      },
      [.get(), .readAll, .get(), .readAll], ["200", "fine {A: b}", "200", "fine", "1 connection"]),
    Scenario(
      "a large body with a length, read in pieces and then to its end",
      Place.plain { connection, _ in
        while let request = try connection.readRequest() {
          try connection.send(.init(body: [UInt8](repeating: 0x61, count: 3_000_001)), to: request)
        }
      },
      [.get(), .read(1), .read(1_000_000), .readAll, .get(), .readAll],
      ["200", "3000001 × a", "200", "3000001 × a", "1 connection"]),
    Scenario(
      "a large body in chunks of many sizes",
      Place.plain { connection, _ in
        while try connection.readRequest() != nil {
          try connection.sendChunkedHead()
          for index in 1...200 { try connection.sendChunk([UInt8](repeating: 0x61, count: index * 101)) }
          try connection.endChunks(trailers: ["Sum": "x"])
        }
      },
      [.get(), .readAll, .get(), .read(700_000), .readAll],
      ["200", "2030100 × a {Sum: x}", "200", "2030100 × a {Sum: x}", "1 connection"]),
    Scenario(
      "a large body that ends with the connection",
      Place.plain { connection, _ in
        _ = try connection.readRequest()
        try connection.send("HTTP/1.1 200 OK\r\n\r\n")
        for _ in 0..<40 { try connection.send([UInt8](repeating: 0x61, count: 50_000)) }
      },
      [.get(), .readAll, .get(), .readAll], ["200", "2000000 × a", "200", "2000000 × a", "2 connections"]),
  ]
}
