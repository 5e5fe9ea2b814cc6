import HTTPWire
import HTTPWireTesting
import Testing

/// What goes out, beside what CPython's http.client sends (Scripts/python-vectors).
struct CPythonVectorTests {
  @Test func `the tables are there`() {
    let counts = ["control-characters", "hosts", "fields", "names", "requests", "debug"].map { Vectors.rows($0).count }
    #expect(counts.allSatisfy { $0 >= 15 }, "\(counts)")
  }

  /// The body that a row names.
  static func body(_ kind: String, _ text: String) -> RequestBody? {
    let bytes = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    return switch kind {
    case "text": .text(text)
    case "bytes": .bytes(bytes)
    case "file": .file(PieceSource(bytes.isEmpty ? [] : [bytes]))
    case "textfile": .textFile(PieceSource([Array(text.utf8)]))
    case "chunks": .chunks(text.split(separator: "|", omittingEmptySubsequences: false).map { Array($0.utf8) })
    case "nothing": .chunks([])
    default: nil
    }
  }

  /// What the default refuses of a row: a body whose end a server could not find (RFC 9112 sections 6.1 and 6.3), and content with TRACE.
  private static func isRefused(_ row: [String]) -> Bool {
    let (version, headers, kind, text, encodes) = (row[1], row[2].lowercased(), row[3], row[4], row[5] == "True")
    if row[0] == "TRACE", !text.isEmpty { return true }
    if headers.contains("transfer-encoding") {
      return headers.contains("content-length") || !headers.hasSuffix("chunked") || version == "10" || !encodes || kind == "none"
    }
    if headers.contains("content-length") {
      let isLengthKnown = ["text", "bytes"].contains(kind)
      return isLengthKnown && !headers.hasSuffix(": \(text.unicodeScalars.count)")
    }
    return version == "10" && ["file", "textfile", "chunks", "nothing"].contains(kind)
  }

  @Test(arguments: Vectors.rows("requests")) func `a request goes out as CPython sends it`(row: [String]) throws {
    let (method, version, headers, kind, text, encodes, wire) = (row[0], row[1], row[2], row[3], row[4], row[5], row[6])
    for leniency in presets {
      let (connection, stream) = try scripted(emptyReply, leniency: leniency)
      if version == "10" { connection.httpVersion = .http10 }
      let fields = headers.split(separator: "\n").map { line in
        let colon = line.firstIndex(of: ":") ?? line.endIndex
        return (name: String(line[..<colon]), value: String(line[colon...].dropFirst(2)))
      }
      let send = { () throws(HTTPException) in
        try connection.request(
          method, "/p", body: Self.body(kind, text), headers: HTTPMessage(fields), encodeChunked: encodes == "True")
      }
      if leniency == .default, Self.isRefused(row) {
        #expect("\(row)") { try send() } throws: { error in
          switch error as? HTTPException {
          case .invalidArgument, .invalidHeaderValue: true
          default: false
          }
        }
        #expect(stream.writes.isEmpty)
      } else {
        try send()
        #expect(latin1(stream.written) == wire)
      }
    }
  }

  @Test(arguments: Vectors.rows("control-characters"), [0, 1])
  func `of control characters, Python's leniency sends those that CPython sends`(row: [String], preset: Int) throws {
    let (place, position) = (row[0], row[1])
    let sent = Set(row[2].split(separator: " ").compactMap { UInt8($0, radix: 16) })
    for code in Array(UInt8(0)...0x20) + [0x7F] {
      let character = String(Unicode.Scalar(code))
      let text = position == "first" ? character + "ab" : position == "middle" ? "a\(character)b" : "ab" + character
      let stream = ScriptedStream(exchanges: [[emptyReply], [emptyReply]], atEnd: .fail)
      let send = { () throws(HTTPException) in
        let (connection, _) = try connection(stream, to: place == "host" ? text : "h", leniency: presets[preset])
        defer { connection.close() }
        let headers = HTTPMessage([(place == "name" ? text : "N", place == "value" ? text : "v")])
        do throws(HTTPException) {
          try connection.request(place == "method" ? text : "GET", place == "target" ? text : "/", headers: headers)
        } catch {
          // Nothing was sent and nothing is left over: the connection takes the next request.
          #expect(stream.writes.isEmpty)
          try connection.request("GET", "/")
          #expect(stream.writtenText == getHead)
          throw error
        }
      }
      let isAccepted = preset == 1 ? sent.contains(code) : place == "value" && (code == 0x20 || code == 0x09)
      if isAccepted {
        try send()
        #expect(stream.written.contains(code))
      } else {
        #expect("\(place) \(position) \(code)") { try send() } throws: { Self.isRefusal($0, place) }
      }
    }
  }

  private static func isRefusal(_ error: any Error, _ place: String) -> Bool {
    switch (place, error as? HTTPException) {
    case ("method", .invalidMethod), ("target", .invalidURL), ("host", .invalidURL), ("name", .invalidHeaderName): true
    case ("value", .invalidHeaderValue): true
    default: false
    }
  }

  @Test(arguments: Vectors.rows("hosts")) func `a host and port are taken apart, or refused`(row: [String]) throws {
    let (text, port, default_, cpython) = (row[0], Int(row[1]), row[2], row[3])
    func outcome(_ leniency: ParsingLeniency) -> String {
      do throws(HTTPException) {
        let connection = try HTTPConnection(text, port: port, leniency: leniency)
        return "\(connection.host) \(connection.port)"
      } catch {
        guard case .invalidURL(let message) = error else { return "\(error)" }
        return leniency == .default ? "-" : "- \(message)"
      }
    }
    #expect(outcome(.default) == default_)
    #expect(outcome(.python) == cpython)
  }

  @Test(arguments: ["h:99999999999999999999", "h:" + String(repeating: "9", count: 100_000), "h:-99999999999999999999"], presets)
  func `a port beyond any number is refused, where CPython keeps it`(text: String, leniency: ParsingLeniency) {
    #expect {
      try HTTPConnection(text, leniency: leniency)
    } throws: { error in
      if case .invalidURL? = error as? HTTPException { true } else { false }
    }
  }

  @Test(arguments: Vectors.rows("fields")) func `Host names the target's authority, or else the connection's`(row: [String]) throws {
    let (host, port, target, default_, cpython) = (row[0], Int(row[1]), row[2], row[3], row[4])
    for (leniency, expected) in [(ParsingLeniency.python, cpython), (.default, default_ == "=" ? cpython : default_)] {
      let stream = ScriptedStream()
      let (connection, _) = try connection(stream, to: host, port: port, leniency: leniency)
      if expected.hasPrefix("- ") {
        #expect(throws: HTTPException.invalidURL(String(expected.dropFirst(2)))) { try connection.request("GET", target) }
        #expect(stream.writes.isEmpty)
      } else {
        try connection.request("GET", target)
        #expect(stream.writtenText.split(separator: "\r\n")[1] == "Host: \(expected)")
      }
    }
  }

  @Test(arguments: Vectors.rows("names"))
  func `an internationalized name is the one of Python's codec, or refused before anything is opened`(row: [String]) throws {
    let (part, count, takes, codec) = (row[0], Int(row[1]) ?? 0, row[2], row[3])
    let opener = ScriptedOpener([ScriptedStream()])
    let connection = try HTTPConnection(String(repeating: part, count: count), port: 80, leniency: .python)
    connection.opener = opener.open
    if takes == "yes" {
      try connection.request("GET", "/")
      #expect(opener.targets.map(\.host) == [codec])
      #expect(opener.opened.first?.writtenText == getHead.replacing("Host: h\r\n", with: "Host: \(codec)\r\n"))
    } else {
      #expect { try connection.request("GET", "/") } throws: { error in
        if case .invalidURL? = error as? HTTPException { true } else { false }
      }
      #expect(throws: HTTPException.self) { try connection.connect() }
      #expect(opener.targets.isEmpty)
    }
  }

  /// Hosts that begin with a bracket and do not end with one, which Python's leniency takes, and what CPython 3.13 makes of them; older
  /// versions begin the field with two brackets (gh-100985).
  @Test(arguments: [
    ("[::1", 81, "[::1:81"), ("[::1", 80, "[::1"), ("[::1]x", 81, "[::1]x:81"), ("[::1]x", 80, "[::1]x"), ("[a", 81, "[a:81"),
    ("[fe80::1%lo", 81, "[fe80::1]:81"), ("[fe80::1%lo", 80, "[fe80::1]"), ("[fe80::1%lo]x", 81, "[fe80::1]:81"),
    ("[a%lo", 81, "[a%lo:81"), ("fe80::1%lo", 81, "[fe80::1]:81"), ("fe80::1%lo", 80, "[fe80::1]"),
  ])
  func `a host that begins with a bracket gets no second one in Host`(host: String, port: Int, field: String) throws {
    let stream = ScriptedStream()
    let (connection, _) = try connection(stream, to: host, port: port, leniency: .python)
    try connection.request("GET", "/")
    #expect(stream.writtenText.split(separator: "\r\n")[1] == "Host: \(field)")
  }
}
