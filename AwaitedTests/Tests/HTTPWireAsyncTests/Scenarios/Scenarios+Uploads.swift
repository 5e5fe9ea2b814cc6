import HTTPWire
import HTTPWireTesting

private let pieces: [[UInt8]] = [Array("spam".utf8), [], Array("eggs".utf8)]

extension Scenario {
  /// Bodies of requests, and servers that answer before they have read one.
  static let uploads: [Scenario] = [
    Scenario(
      "bodies of all kinds arrive", Place.echo(),
      [
        .request("POST", "/", .text("spam")), .readAll, .request("PUT", "/", .file(Array("spam".utf8))), .readAll,
        .request("PUT", "/", .pieces(pieces)), .readAll, .request("PUT", "/", .pieces(pieces, length: 8)), .readAll,
        .request("PUT", "/", .ending(pieces, trailers: ["Digest": "x"])), .readAll, .request("PUT", "/", .pieces([])), .readAll,
        .request("POST", "/"), .readAll, .request("PUT", "/", .text("")), .readAll,
      ],
      [
        "200", "POST / length 4: spam", "200", "PUT / length 4: spam", "200", "PUT / chunked: spameggs", "200", "PUT / length 8: spameggs",
        "200", "PUT / chunked: spameggs {Digest: x}", "200", "PUT / chunked: ", "200", "POST / length 0: ", "200", "PUT / length 0: ",
        "1 connection",
      ]),
    Scenario(
      "large bodies arrive", Place.echo(),
      [
        .request("PUT", "/", .letters(3_000_000)), .readAll, .request("PUT", "/", .file([UInt8](repeating: 0x62, count: 3_000_000))),
        .readAll,
        .request("PUT", "/", .blocks(of: 70_001, count: 40)), .readAll,
      ],
      [
        "200", "PUT / length 3000000: 3000000 × a", "200", "PUT / length 3000000: 3000000 × b", "200", "PUT / chunked: 2800040 × a",
        "1 connection",
      ]),
    Scenario(
      "a large upload is refused before it is sent",
      Place.plain { connection, _ in
        guard let request = try connection.readHead() else { return }
        if request.method == "GET" { return try connection.send(.init(text: "fine")) }
        try connection.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nno!")
        _ = try? connection.discardBody()
      },
      [.request("PUT", "/", .letters(24_000_000)), .readAll, .get(), .readAll], ["413", "no!", "200", "fine", "2 connections"]),
    Scenario(
      "a large upload in pieces is refused before it is sent",
      Place.plain { connection, _ in
        guard let request = try connection.readHead() else { return }
        if request.method == "GET" { return try connection.send(.init(text: "fine")) }
        try connection.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nno!")
        _ = try? connection.discardBody()
      },
      [
        .request("PUT", "/", .blocks(of: 100_000, count: 240)), .readAll, .get(),
        .readAll,
      ],
      ["413", "no!", "200", "fine", "2 connections"]),
    Scenario(
      "an upload is answered while it is sent",
      Place.plain { connection, _ in
        while try connection.readHead() != nil {
          try connection.sendChunkedHead()
          try connection.readBody { try? connection.sendChunk(Array($0)) }
          try connection.endChunks(trailers: ["A": "b"])
        }
      },
      [.request("PUT", "/", .letters(3_000_000)), .readAll, .request("PUT", "/", .pieces(pieces)), .readAll],
      ["200", "3000000 × a {A: b}", "200", "spameggs {A: b}", "1 connection"]),
    Scenario(
      "a success without a body comes before the upload is sent, which is sent to its end",
      Place.plain { connection, _ in
        guard try connection.readHead() != nil else { return }
        try connection.send("HTTP/1.1 204 No Content\r\n\r\n")
        let count = try connection.discardBody()
        guard try connection.readRequest() != nil else { return }
        try connection.send(.init(text: "\(count)"))
      },
      [.request("PUT", "/", .letters(3_000_000)), .readAll, .get(), .readAll], ["204", "", "200", "3000000", "1 connection"]),
    Scenario(
      "a server that is asked says that it wants the body",
      Place.plain { connection, _ in
        guard let head = try connection.readHead() else { return }
        try connection.send("HTTP/1.1 100 Continue\r\n\r\n")
        let count = try connection.discardBody()
        try connection.send(.init(text: "\(head.headers["Expect"] ?? "") \(count)"))
      },
      [.request("PUT", "/", .letters(1_000), expect: .wait(upTo: .seconds(20))), .readAll], ["200", "100-continue 1000", "1 connection"]),
    Scenario(
      "a server that is asked refuses, and no body is sent",
      Place.plain { connection, gates in
        guard let head = try connection.readHead() else { return }
        if head.method == "GET" { return try connection.send(.init(text: "fine")) }
        try connection.send("HTTP/1.1 417 No\r\nContent-Length: 3\r\n\r\nno!")
        if try !connection.read().isEmpty { try connection.send("no body was wanted") }
      },
      [.request("PUT", "/", .letters(1_000), expect: .wait(upTo: .seconds(20))), .readAll, .get(), .readAll],
      ["417", "no!", "200", "fine", "2 connections"]),
    Scenario(
      "a server that is asked does not know Expect, and the request is repeated without",
      Place.plain { connection, gates in
        guard let head = try connection.readHead() else { return }
        if head.headers.contains("Expect") { return try connection.send("HTTP/1.1 417 No\r\nContent-Length: 3\r\n\r\nno!") }
        try connection.send(.init(text: "\(connection.discardBody())"))
      },
      [.request("PUT", "/", .letters(1_000), expect: .wait(upTo: .seconds(20), repeatingRefused: true)), .readAll],
      ["200", "1000", "2 connections"]),
    Scenario(
      "a server that is asked says nothing, and the body is sent after some time", Place.echo(),
      [
        .request("PUT", "/", .text("spam"), expect: .wait(upTo: .milliseconds(20))), .readAll,
        .request("PUT", "/", .pieces(pieces), expect: .wait(upTo: .milliseconds(20))), .readAll,
      ],
      ["200", "PUT / length 4: spam", "200", "PUT / chunked: spameggs", "1 connection"]),
    Scenario(
      "a body that is longer or shorter than it says is refused", Place.echo(),
      [
        .request("PUT", "/", .pieces(pieces, length: 9)), .request("PUT", "/", .pieces(pieces, length: 7)),
        .get(), .readAll,
      ],
      ["the body has 8 bytes, but its length is 9", "the body has more bytes than its length, 7", "200", "GET / none: ", "3 connections"],
      excluding: [.blocking: "a plain connection takes the caller's word for the length of pieces"]),
    Scenario(
      "what can't be sent is refused, and the connection is used as before", Place.echo(),
      [
        .get(), .readAll, .request("G T", "/"), .request("GET", "/ x"), .request("GET", "/", nil, ["A": "b\r\nC: d"]),
        .request("PUT", "/", .text("x"), ["Content-Length": "2"]), .request("TRACE", "/", .text("x")), .get("/a"), .readAll,
      ],
      ["200", "GET / none: ", "…", "…", "…", "…", "…", "200", "GET /a none: ", "1 connection"]),
  ]
}
