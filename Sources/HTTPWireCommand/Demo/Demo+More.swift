import HTTPWire

/// Functions that the documentation describes without an example.
extension Demo {
  func stepByStep() throws {
    transcript.title("A request step by step")
    let connection = try connect()
    try transcript.call("try connection.putRequest(\"POST\", \"/echo\", skipAcceptEncoding: true)") {
      try connection.putRequest("POST", "/echo", skipAcceptEncoding: true)
    }
    try transcript.call("try connection.putHeader(\"Content-Length\", 12)") { try connection.putHeader("Content-Length", 12) }
    try transcript.call("try connection.putHeader(\"X-Custom\", \"spam\")") { try connection.putHeader("X-Custom", "spam") }
    try transcript.call("try connection.endHeaders()") { try connection.endHeaders() }
    try transcript.call("try connection.send(\"first, \")") { try connection.send("first, ") }
    try transcript.call("try connection.send(\"then.\")") { try connection.send("then.") }
    try readText(getResponse(connection, expected: "200 OK"), expected: "Content-Length: 12; X-Custom: spam; first, then.")
    close(connection)
  }

  func chunks() throws {
    transcript.title("POST a sequence: a chunk for each element, drawn as it is sent")
    let connection = try connect()
    transcript.call("let parts = (1...3).lazy.map { Array(\"part \\($0) \".utf8) }")
    let parts = (1...3).lazy.map { Array("part \($0) ".utf8) }
    try transcript.call("try connection.request(\"POST\", \"/echo\", body: .chunks(parts))") {
      try connection.request("POST", "/echo", body: .chunks(parts))
    }
    try readText(getResponse(connection, expected: "200 OK"), expected: "Transfer-Encoding: chunked; part 1 part 2 part 3 ")
    close(connection)
  }

  func pieces() throws {
    transcript.title("Lines, and a buffer of your own")
    let connection = try connect()
    try transcript.call("try connection.request(\"GET\", \"/lines\")") { try connection.request("GET", "/lines") }
    let response = try getResponse(connection, expected: "200 OK")
    let line = try transcript.call("let line = try response.readLine()") { try response.readLine() }
    transcript.call("print(PythonRepr.bytes(line))")
    transcript.result(PythonRepr.bytes(line), expected: PythonRepr.bytes(DemoServer.lines[0].utf8))
    transcript.call("var buffer: [UInt8] = []")
    transcript.call("try buffer.append(addingCapacity: 6) { span in try response.read(into: &span) }")
    var buffer: [UInt8] = []
    try buffer.append(addingCapacity: 6) { span in try response.read(into: &span) }
    transcript.call("print(PythonRepr.bytes(buffer))")
    transcript.result(PythonRepr.bytes(buffer), expected: "b'second'")
    transcript.call("try response.forEachLine { print(PythonRepr.bytes($0)) }")
    var rest = [String(DemoServer.lines[1].dropFirst(6)), DemoServer.lines[2]][...]
    try response.forEachLine { line in
      transcript.result(PythonRepr.bytes(line), expected: PythonRepr.bytes((rest.popFirst() ?? "no further line").utf8))
    }
    close(connection)
  }

  func headers() throws {
    transcript.title("The headers of a response")
    let connection = try connect()
    try transcript.call("try connection.request(\"GET\", \"/fields\")") { try connection.request("GET", "/fields") }
    let response = try getResponse(connection, expected: "200 OK")
    transcript.call("print(response.getHeader(\"set-cookie\") ?? \"none\")")
    transcript.result(response.getHeader("set-cookie") ?? "none", expected: "spam=1, eggs=2")
    transcript.call("print(response.getHeader(\"X-Missing\", default: \"a default\") ?? \"none\")")
    transcript.result(response.getHeader("X-Missing", default: "a default") ?? "none", expected: "a default")
    transcript.call("print(response.headers.getAll(\"Set-Cookie\"))")
    transcript.result("\(response.headers.getAll("Set-Cookie"))", expected: "[\"spam=1\", \"eggs=2\"]")
    transcript.call("for (name, value) in response.getHeaders() { print(\"\\(name): \\(value)\") }")
    var expected = ["Set-Cookie: spam=1", "X-Kind: demo", "set-cookie: eggs=2", "Content-Length: 0"][...]
    for (name, value) in response.getHeaders() {
      transcript.result("\(name): \(value)", expected: expected.popFirst() ?? "no further field")
    }
    if !expected.isEmpty { transcript.differs("missing: \(expected.joined(separator: "; "))") }
    close(connection)
  }

  func typedError() throws {
    transcript.title("A body that is cut short is an error, which has the bytes that came")
    let connection = try connect()
    try transcript.call("try connection.request(\"GET\", \"/short\")") { try connection.request("GET", "/short") }
    let response = try getResponse(connection, expected: "200 OK")
    transcript.call("do { print(try response.read()) }")
    do {
      let data = try response.read()
      transcript.differs("no error, but \(data.count) bytes")
    } catch .incompleteRead(let partial, let expected) {
      transcript.call("catch .incompleteRead(let partial, let expected) { print(PythonRepr.bytes(partial), expected ?? 0) }")
      transcript.result("\(PythonRepr.bytes(partial)) \(expected ?? 0)", expected: "b'only this much' 86")
      transcript.call("catch { print(error) }")
      transcript.result(
        "\(HTTPException.incompleteRead(partial: partial, expected: expected))",
        expected: "IncompleteRead(14 bytes read, 86 more expected)")
    } catch {
      transcript.differs("another error: \(error)")
    }
    close(connection)
  }
}
