import HTTPWire
import HTTPWireSession
import Testing

@Suite("Credentials of servers")
struct CredentialTests {
  @Test func `the values of Authorization`() throws {
    #expect(try ServerCredentials.basic(user: "Aladdin", password: "open sesame").authorization == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
    #expect(try ServerCredentials.basic(user: "test", password: "123\u{A3}").authorization == "Basic dGVzdDoxMjPCow==")
    #expect(try ServerCredentials.basic(user: "", password: "").authorization == "Basic Og==")
    #expect(try ServerCredentials.bearer("mF_9.B5f-4.1JqM==").authorization == "Bearer mF_9.B5f-4.1JqM==")
    #expect(try ServerCredentials.digest(user: "a", password: "b").authorization == nil)
  }

  @Test(arguments: ["", "=", "a b", "a=b", "a\r\nX: y", "t\u{E9}", "a,b", "\"a\""])
  func `what is no token is refused, and not shown`(token: String) {
    #expect(throws: HTTPException.invalidArgument("a bearer token has letters, digits and -._~+/ only, and = only at its end")) {
      try ServerCredentials.bearer(token)
    }
  }

  @Test(arguments: [("a:b", "c"), ("a\n", "c"), ("a", "c\u{7F}")])
  func `a user or password that can't be sent is refused`(user: String, password: String) {
    #expect(throws: HTTPException.self) { try ServerCredentials.basic(user: user, password: password) }
    #expect(throws: HTTPException.self) { try ServerCredentials.digest(user: user, password: password) }
    #expect(throws: HTTPException.self) { try DigestAuthentication(user: user, password: password) }
  }

  @Test(arguments: [
    ("https", "api.example", 443, true), ("HTTPS", "API.Example", 443, true), ("http", "api.example", 443, false),
    ("https", "api.example", 8443, false), ("https", "x.api.example", 443, false), ("https", "example", 443, false),
    ("https", "api.example.", 443, false),
  ])
  func `credentials go to their origin only`(scheme: String, host: String, port: Int, isSent: Bool) throws {
    var store = CredentialStore()
    let token = try ServerCredentials.bearer("abc")
    try store.set(token, for: "https://api.example")
    let found = try store.credentials(for: HTTPURL("\(scheme)://\(host):\(port)/").origin)
    #expect(found == (isSent ? token : nil))
  }

  @Test func `an origin's own credentials come before those of the file`() throws {
    var store = CredentialStore()
    store.netrc = try Netrc(parsing: "machine h login a password b machine bad login \"c:\" password d machine none".utf8)
    let fromFile = try ServerCredentials.basic(user: "a", password: "b")
    #expect(try store.credentials(for: HTTPURL("http://h:8080").origin) == fromFile)
    try store.set(.bearer("abc"), for: "http://h:8080")
    #expect(try store.credentials(for: HTTPURL("http://h:8080").origin) == .bearer("abc"))
    try store.set(nil, for: "http://h:8080")
    #expect(try store.credentials(for: HTTPURL("http://h:8080").origin) == fromFile)
    #expect(try store.credentials(for: HTTPURL("none").origin) == nil)
    #expect(throws: HTTPException.invalidArgument("the user's name must not have a colon")) {
      try store.credentials(for: HTTPURL("bad").origin)
    }
  }

  @Test func `nothing shows a secret`() throws {
    var store = CredentialStore()
    store.netrc = try Netrc(parsing: "machine h login a password swordfish".utf8)
    try store.set(.bearer("swordfish"), for: "https://h")
    let shown: [Any] = [
      store, try ServerCredentials.basic(user: "a", password: "swordfish"), try ServerCredentials.bearer("swordfish"),
      try DigestAuthentication(user: "a", password: "swordfish"), store.netrc?.entries as Any, store.netrc as Any,
    ]
    for value in shown {
      var dumped = ""
      dump(value, to: &dumped)
      for text in ["\(value)", String(reflecting: value), dumped] {
        #expect(!text.contains("swordfish"))
        #expect(!text.contains("c3dvcmRmaXNo"))
      }
    }
  }
}
