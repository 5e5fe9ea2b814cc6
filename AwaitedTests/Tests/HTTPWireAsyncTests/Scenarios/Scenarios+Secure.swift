import HTTPWire
import HTTPWireTesting

extension Scenario {
  #if TLS
  /// Connections with TLS.
  static let secure: [Scenario] = [
    Scenario(
      "requests and bodies of all kinds go through TLS", Place.secure { connection, _ in try connection.describe() },
      [
        .get("/a"), .readAll, .request("PUT", "/b", .text("spam")), .readAll, .request("PUT", "/c", .letters(1_500_000)), .readAll,
        .request("PUT", "/d", .blocks(of: 30_000, count: 20)), .readAll,
        .request("PUT", "/e", .ending([[0x61], [0x62]], trailers: ["A": "b"])), .readAll, .request("PUT", "/f", .file([0x61])), .readAll,
      ],
      [
        "200", "GET /a none: ", "200", "PUT /b length 4: spam", "200", "PUT /c length 1500000: 1500000 × a", "200",
        "PUT /d chunked: 600000 × a", "200", "PUT /e chunked: ab {A: b}", "200", "PUT /f length 1: a", "1 connection",
      ]),
    Scenario(
      "a large body comes through TLS",
      Place.secure { connection, _ in
        while let request = try connection.readRequest() {
          try connection.send(.init(body: [UInt8](repeating: 0x61, count: 2_000_001)), to: request)
        }
      },
      [.get(), .read(1), .readAll, .get(), .readAll], ["200", "2000001 × a", "200", "2000001 × a", "1 connection"]),
    Scenario(
      "an upload is answered through TLS while it is sent",
      Place.secure { connection, _ in
        while try connection.readHead() != nil {
          try connection.sendChunkedHead()
          try connection.readBody { try? connection.sendChunk(Array($0)) }
          try connection.endChunks()
        }
      },
      [.request("PUT", "/", .letters(3_000_000)), .readAll, .request("PUT", "/", .blocks(of: 50_000, count: 20)), .readAll],
      ["200", "3000000 × a", "200", "1000000 × a", "1 connection"]),
    Scenario(
      "the second connection resumes the session of the first",
      Place.secure { connection, _ in
        guard let request = try connection.readRequest() else { return }
        try connection.send(.init(text: "\(connection.tls?.isResumed == true)"), to: request)
      },
      [.get(), .readAll, .close, .get(), .readAll], ["200", "false", "200", "true", "2 connections"]),
    Scenario(
      "a certificate for another name is refused",
      Place.secure(.init(dnsNames: ["other.test"])) { connection, _ in try connection.describe() },
      [.get(), .get()], ["[SSL: CERTIFICATE_VERIFY_FAILED]…", "[SSL: CERTIFICATE_VERIFY_FAILED]…", "2 connections"]),
    Scenario(
      "a certificate that has expired is refused", Place.secure(expired) { connection, _ in try connection.describe() },
      [.get()], ["[SSL: CERTIFICATE_VERIFY_FAILED]…", "1 connection"]),
    Scenario(
      "a kept connection with TLS that was closed is opened anew",
      Place.secure { connection, gates in
        guard let request = try connection.readRequest() else { return }
        try connection.send(.init(text: "fine"), to: request)
        connection.close()
        gates.client.open()
      },
      [.get(), .readAll, .pass, .get(), .readAll], ["200", "fine", "200", "fine", "2 connections"]),
    Scenario(
      "a body that ends with a connection that was cut off is not whole",
      Place.secure { connection, _ in
        _ = try connection.readRequest()
        try connection.send("HTTP/1.1 200 OK\r\n\r\nabc")
        connection.hangUp()
      },
      [.get(), .readAll], ["200", "…", "1 connection"]),
    Scenario(
      "a body that ends with TLS is whole",
      Place.secure { connection, _ in
        _ = try connection.readRequest()
        try connection.send("HTTP/1.1 200 OK\r\n\r\nabc")
        connection.close()
      },
      [.get(), .readAll, .get(), .readAll], ["200", "abc", "200", "abc", "2 connections"]),
    Scenario(
      "a server without TLS",
      Place.secureClient { connection, _ in
        try connection.send("HTTP/1.1 400 Bad Request\r\n\r\n")
        _ = try connection.read()
      },
      [.get()], ["[SSL: …", "1 connection"]),
    Scenario(
      "a server that does not shake hands",
      Place.secureClient({ $0.timeout = .milliseconds(300) }) { connection, _ in
        try connection.sleepUntilStopped()
      },
      [.get(), .request("GET", "/", within: .milliseconds(200))],
      ["timed out while shaking hands for TLS", "the deadline passed while shaking hands for TLS, after…", "2 connections"]),
    Scenario(
      "a refused upload is heard through TLS",
      Place.secure { connection, _ in
        guard let request = try connection.readHead() else { return }
        if request.method == "GET" { return try connection.send(.init(text: "fine")) }
        try connection.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nno!")
        _ = try? connection.discardBody()
      },
      [.request("PUT", "/", .letters(24_000_000)), .readAll, .get(), .readAll], ["413", "no!", "200", "fine", "2 connections"]),
  ]

  private static var expired: TestCertificate.Request {
    var request = TestCertificate.Request(dnsNames: ["localhost"])
    request.notBefore = .seconds(-7200)
    request.notAfter = .seconds(-3600)
    return request
  }
  #else
  static let secure: [Scenario] = []
  #endif
}
