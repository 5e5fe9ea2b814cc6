#if TLS
import HTTPWire
import HTTPWireSession
import HTTPWireTesting
import Synchronization
import Testing

/// A challenge, and what of the answer is known.
struct DigestCase: Sendable, CustomTestStringConvertible {
  var challenge: String
  var clientNonce: String
  var response: String
  var user = "us"
  var password = "p:w"
  var target = "/a?b=c"
  /// Further parts of the answer.
  var parts: [String] = []

  var testDescription: String { challenge }
}

@Suite("Digest authentication")
struct DigestTests {
  private static let nonce16 = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"
  private static let cnonce16 = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
  private static let opaque16 = "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"

  private static func rfc7616(_ algorithm: String, _ response: String) -> DigestCase {
    DigestCase(
      challenge: """
        Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=\(algorithm), nonce="\(nonce16)", opaque="\(opaque16)"
        """, clientNonce: cnonce16, response: response, user: "Mufasa", password: "Circle of Life", target: "/dir/index.html",
      parts: [
        "username=\"Mufasa\"", "algorithm=\(algorithm)", "nc=00000001", "qop=auth", "opaque=\"\(opaque16)\"", "uri=\"/dir/index.html\"",
      ])
  }

  static let cases: [DigestCase] = [
    // RFC 7616 section 3.9.1, and RFC 2617 section 3.5.
    rfc7616("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
    rfc7616("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    DigestCase(
      challenge:
        "Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc\"",
      clientNonce: "0a4f113b", response: "6629fae49393a05397450978507c4ef1", user: "Mufasa", password: "Circle Of Life",
      target: "/dir/index.html", parts: ["opaque=\"5ccc\"", "realm=\"testrealm@host.com\""]),
    // What Python's urllib.request answers.
    DigestCase(
      challenge: "Digest realm=\"re \\\"alm\", nonce=\"n0nce\", algorithm=\"MD5\", qop=\"auth\"", clientNonce: "0123456789abcdef",
      response: "66c7ef58fdeb3fb96fb3857e77710d79", parts: ["realm=\"re \\\"alm\"", "algorithm=MD5"]),
    DigestCase(
      challenge: "Digest realm=\"re \\\"alm\", nonce=\"n0nce\"", clientNonce: "x", response: "0829abbba9d2394cc5dd0f13881e05ce"),
    // What curl 7.88 answers.
    DigestCase(
      challenge: "Digest realm=\"r\", nonce=\"n0nce\", qop=\"auth\", algorithm=SHA-256, opaque=\"o=p\"",
      clientNonce: "NmExYjU4ZDNjYjhkYmJkM2ZiODQ3ZWViYTdmNDY3MTc=",
      response: "9c884db6dd40a7a20773ccd7b75a8fa00644663caebfbc38659ee7bb965d8407", parts: ["opaque=\"o=p\""]),
    DigestCase(
      challenge: "DIGEST Realm=\"r\" , NONCE = \"n0nce\", qop=\"auth,auth-int\", algorithm=MD5-sess",
      clientNonce: "NzYyM2M1OTZmMjc4NGM1ZTBkODgxZjE2YTcyZDFiZTU=", response: "6308e02f0c18a8cddeeb65885505c753",
      parts: ["algorithm=MD5-sess"]),
    DigestCase(
      challenge: "Digest realm=\"r\", nonce=\"n0nce\", qop=\"auth\", algorithm=SHA-256-sess",
      clientNonce: "ZDUzZGI4OGUzOTRhODMyYWI4OGY1MTNjZmFmNzRjNWM=",
      response: "a2bab4f61af7c43a7a55225583b21e205844978247ca8058e82acca926cb0182"),
    DigestCase(challenge: "Digest realm=\"r\", nonce=\"n0nce\"", clientNonce: "x", response: "3990f36102676060f279878c10a6130a"),
    DigestCase(
      challenge: "Digest realm=\"r\", nonce=\"n0nce\", qop=\"auth\", algorithm=SHA-256, userhash=true",
      clientNonce: "MGY3NGU3NTVlMmY4NWEyMjIzYzI0MjkzZDJhMzI2YmQ=",
      response: "b409221b1cad50006766294303bb64efd505b95584673251085fa01e5e858b41",
      parts: ["username=\"3fa0d9d4f610713556d677ff1c03258c2a7ae992a28581fc7eeb8268e7d7ab5b\"", "userhash=true"]),
    DigestCase(
      challenge: "Digest realm=r, nonce=n0nce, qop=auth, algorithm=SHA-256, userhash=false",
      clientNonce: "YWMwNDIwZDExMjk4MDRmMzg5OWVlMTFlMzM5ODhmZTM=",
      response: "94eb6606caabc60b3e2105248a636ad8f7f94fb65005744542d6f8a24d115ce6", parts: ["username=\"us\""]),
    // Beyond ASCII, the same hash whichever way the name is written.
    DigestCase(
      challenge: "Digest realm=\"r\u{C3}\u{A9}\", nonce=\"n0nce\", qop=\"auth\", charset=UTF-8", clientNonce: "0123456789abcdef",
      response: "0774d29ca10ed91c232cc9c9a75eb38e", user: "j\u{F6}", password: "p\u{20AC}", target: "/", parts: ["username*=UTF-8''j%C3%B6"]
    ),
    DigestCase(
      challenge: "Digest realm=\"r\u{C3}\u{A9}\", nonce=\"n0nce\", qop=\"auth\"", clientNonce: "0123456789abcdef",
      response: "0774d29ca10ed91c232cc9c9a75eb38e", user: "j\u{F6}", password: "p\u{20AC}", target: "/",
      parts: ["username=\"j\u{C3}\u{B6}\""]),
  ]

  @Test(arguments: cases)
  func `a challenge gets the answer that others give`(row: DigestCase) throws {
    let clientNonce = row.clientNonce
    var digest = try DigestAuthentication(user: row.user, password: row.password, clientNonce: { clientNonce })
    let isAnswered = digest.accept(["WWW-Authenticate": row.challenge])
    #expect(isAnswered)
    let value = try #require(try digest.authorization(method: "GET", target: row.target))
    for part in ["response=\"\(row.response)\""] + row.parts { #expect(value.contains(part), "\(value)") }
    #expect(value.hasPrefix("Digest username"))
  }

  static let choices: [(fields: [String], algorithm: String?)] = [
    (["Digest realm=a, nonce=b, algorithm=MD5", "Digest realm=a, nonce=c, algorithm=SHA-256"], "SHA-256"),
    (["Digest realm=a, nonce=b, algorithm=MD5, Digest realm=a, nonce=c, algorithm=SHA-256"], "SHA-256"),
    (["Basic realm=x, Digest realm=a, nonce=b, algorithm=MD5"], "MD5"),
    (["Negotiate abc==, Digest realm=a, nonce=b, algorithm=md5-SESS"], "md5-SESS"),
    (["Digest realm=a, nonce=c, algorithm=SHA-512-256, Digest realm=a, nonce=b, algorithm=MD5"], "MD5"),
    (["Digest realm=a, nonce=b, algorithm=MD5, qop=\"auth-int , auth\""], "MD5"),
    (["Digest realm=a, nonce=b, algorithm=MD5, qop=auth-int"], nil),
    (["Digest realm=a, nonce=b, algorithm=TOKEN"], nil), (["Digest realm=a"], nil), (["Digest nonce=a"], nil), (["Basic realm=a"], nil),
    ([], nil),
    (["Digest realm=\"a, nonce=b"], nil), (["realm=a, nonce=b"], nil), (["Basic realm=\"Digest realm=a, nonce=b\""], nil),
  ]

  @Test(arguments: choices)
  func `the strongest algorithm that is known is taken`(fields: [String], algorithm: String?) throws {
    var digest = try DigestAuthentication(user: "u", password: "p")
    var message: HTTPMessage = ["Proxy-Authenticate": "Digest realm=x, nonce=x, algorithm=SHA-256-sess"]
    for field in fields { message.add("www-authenticate", field) }
    let isAnswered = digest.accept(message)
    #expect(isAnswered == (algorithm != nil))
    let value = try digest.authorization(method: "GET", target: "/")
    #expect(algorithm.map { value?.contains("algorithm=\($0),") == true } ?? (value == nil))
  }

  @Test func `requests are counted for each nonce, and the client's nonce stays with the server's`() throws {
    let numbers = Numbers()
    var digest = try DigestAuthentication(user: "u", password: "p", forProxy: true, clientNonce: { numbers.next() })
    #expect(try digest.authorization(method: "GET", target: "/") == nil)
    func parts(_ digest: inout DigestAuthentication) throws -> String? {
      let value = try digest.authorization(method: "GET", target: "/")
      return value.map { $0.split(separator: ", ").filter { $0.hasPrefix("nc=") || $0.hasPrefix("cnonce=") }.joined(separator: " ") }
    }
    let first = digest.accept(["Proxy-Authenticate": "Digest realm=a, nonce=b, qop=auth"])
    #expect(first)
    #expect(try parts(&digest) == "nc=00000001 cnonce=\"1\"")
    #expect(try parts(&digest) == "nc=00000002 cnonce=\"1\"")
    // Too old, which is no refusal.
    let stale = digest.accept(["Proxy-Authenticate": "Digest realm=a, nonce=c, qop=auth, stale=TRUE"])
    #expect(stale)
    #expect(try parts(&digest) == "nc=00000001 cnonce=\"2\"")
    // Another realm was not answered yet.
    let other = digest.accept(["Proxy-Authenticate": "Digest realm=z, nonce=d, qop=auth"])
    #expect(other)
    #expect(try parts(&digest) == "nc=00000001 cnonce=\"3\"")
    let refused = digest.accept(["Proxy-Authenticate": "Digest realm=z, nonce=e, qop=auth"])
    #expect(!refused)
  }

  @Test func `a server that challenges is answered over one connection`() throws {
    let server = try LoopbackServer.replying { request in
      guard let value = request.headers["Authorization"] else {
        return .init(status: 401, headers: ["WWW-Authenticate": "Digest realm=\"r\", nonce=\"n0nce\", qop=\"auth\""])
      }
      return .init(text: value)
    }
    defer { server.stop() }
    var digest = try DigestAuthentication(user: "us", password: "p:w", clientNonce: { "c" })
    let connection = try HTTPConnection("127.0.0.1", port: server.port)
    try connection.request("GET", "/a?b=c")
    var response = try connection.getResponse()
    _ = try response.read()
    #expect(response.status == 401)
    let isAnswered = digest.accept(response.headers)
    #expect(isAnswered)
    let value = try #require(try digest.authorization(method: "GET", target: "/a?b=c"))
    try connection.request("GET", "/a?b=c", headers: ["Authorization": value])
    response = try connection.getResponse()
    #expect(try response.read() == Array(value.utf8))
    #expect(server.connectionCount == 1)
  }
}

/// Counts, as text.
private final class Numbers: Sendable {
  private let last = Mutex(0)
  func next() -> String {
    last.withLock {
      $0 += 1
      return String($0)
    }
  }
}
#endif
