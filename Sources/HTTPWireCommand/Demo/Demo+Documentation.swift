import HTTPWire
import HTTPWireTesting

/// The examples of the documentation, in the same order.
extension Demo {
  func constructors() throws {
    transcript.title("Four ways to say the same server; nothing is connected yet")
    transcript.call("let h1 = try HTTPConnection(\"www.python.org\")")
    let h1 = try HTTPConnection("www.python.org")
    transcript.call("let h2 = try HTTPConnection(\"www.python.org:80\")")
    let h2 = try HTTPConnection("www.python.org:80")
    transcript.call("let h3 = try HTTPConnection(\"www.python.org\", port: 80)")
    let h3 = try HTTPConnection("www.python.org", port: 80)
    transcript.call("let h4 = try HTTPConnection(\"www.python.org\", port: 80, timeout: .seconds(10))")
    let h4 = try HTTPConnection("www.python.org", port: 80, timeout: .seconds(10))
    transcript.call("for h in [h1, h2, h3, h4] { print(h.host, h.port) }")
    for h in [h1, h2, h3, h4] { transcript.result("\(h.host) \(h.port)", expected: "www.python.org 80") }
  }

  func get() throws {
    transcript.title("GET: the whole body, the body in pieces, and a page that is not there, over one connection")
    try get(from: plain)
  }

  func get(from origin: Origin) throws {
    let before = origin.server.connectionCount
    let connection = try origin.connect()
    try transcript.call("try connection.request(\"GET\", \"/\")") { try connection.request("GET", "/") }
    let r1 = try getResponse(connection, as: "r1", expected: "200 OK")
    let data1 = try transcript.call("let data1 = try r1.read()") { try r1.read() }
    transcript.call("print(data1.count)")
    transcript.result("\(data1.count)", expected: "\(DemoServer.page.utf8.count)")
    transcript.call("print(PythonRepr.bytes(data1.prefix(15)))")
    transcript.result(PythonRepr.bytes(data1.prefix(15)), expected: "b'<!doctype html>'")
    try getInPieces(connection)
    try transcript.call("try connection.request(\"GET\", \"/parrot.spam\")") { try connection.request("GET", "/parrot.spam") }
    let r2 = try getResponse(connection, as: "r2", expected: "404 Not Found")
    let data2 = try transcript.call("let data2 = try r2.read()") { try r2.read() }
    transcript.call("print(PythonRepr.bytes(data2))")
    transcript.result(PythonRepr.bytes(data2), expected: "b'no such page'")
    close(connection)
    transcript.call("print(server.connectionCount)  // how many connections that took")
    transcript.result("\(origin.server.connectionCount - before)", expected: "1")
  }

  private func getInPieces(_ connection: HTTPConnection) throws {
    try transcript.call("try connection.request(\"GET\", \"/\")") { try connection.request("GET", "/") }
    let r1 = try getResponse(connection, as: "r1", expected: "200 OK")
    transcript.call("while !r1.isClosed { print(PythonRepr.bytes(try r1.read(200))) }  // 200 bytes at a time")
    var rest = Array(DemoServer.page.utf8)[...]
    while !r1.isClosed {
      let piece = try r1.read(200)
      transcript.result(PythonRepr.bytes(piece), expected: PythonRepr.bytes(rest.prefix(200)))
      rest = rest.dropFirst(200)
    }
    if !rest.isEmpty { transcript.differs("\(rest.count) bytes are missing") }
  }

  func head() throws {
    transcript.title("HEAD never returns any data")
    try head(from: plain)
  }

  func head(from origin: Origin) throws {
    let connection = try origin.connect()
    try transcript.call("try connection.request(\"HEAD\", \"/\")") { try connection.request("HEAD", "/") }
    let response = try getResponse(connection, as: "res", expected: "200 OK")
    let data = try transcript.call("let data = try res.read()") { try response.read() }
    transcript.call("print(data.count, data == [])")
    transcript.result("\(data.count) \(data == [])", expected: "0 true")
    close(connection)
  }

  func post() throws {
    transcript.title("POST a form; the redirection is handed to the caller, not followed")
    let parameters = [("@number", "12524"), ("@type", "issue"), ("@action", "show")]
    let form = parameters.map { PercentEncoding.component($0.utf8) + "=" + PercentEncoding.component($1.utf8) }.joined(separator: "&")
    transcript.call("let form = \(SwiftCode.literal(form))")
    transcript.call("print(form)")
    transcript.result(form, expected: "%40number=12524&%40type=issue&%40action=show")
    let headers: HTTPMessage = ["Content-type": "application/x-www-form-urlencoded", "Accept": "text/plain"]
    transcript.call("let headers: HTTPMessage = \(SwiftCode.literal(headers))")
    let connection = try connect()
    try transcript.call("try connection.request(\"POST\", \"\", body: .text(form), headers: headers)") {
      try connection.request("POST", "", body: .text(form), headers: headers)
    }
    let response = try getResponse(connection, expected: "302 Found")
    let data = try transcript.call("let data = try response.read()") { try response.read() }
    let link = "<a href=\"http://bugs.python.org/issue12524\">http://bugs.python.org/issue12524</a>"
    transcript.call("print(PythonRepr.bytes(data))")
    transcript.result(PythonRepr.bytes(data), expected: "b'Redirecting to \(link)'")
    close(connection)
  }

  func put() throws {
    transcript.title("PUT makes a file of the body")
    let connection = try connect()
    let body = "***filecontents***"
    try transcript.call("try connection.request(\"PUT\", \"/file\", body: \"***filecontents***\")") {
      try connection.request("PUT", "/file", body: .text(body))
    }
    let response = try getResponse(connection, expected: "200 OK")
    transcript.call("print(try response.read().count)")
    transcript.result("\(try response.read().count)", expected: "0")
    try transcript.call("try connection.request(\"GET\", \"/file\")") { try connection.request("GET", "/file") }
    try readText(getResponse(connection, expected: "200 OK"), expected: body)
    close(connection)
  }
}
