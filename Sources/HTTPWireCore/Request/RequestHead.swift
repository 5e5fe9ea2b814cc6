/// The head of a request (RFC 9112 sections 3 and 5).
///
/// The request line and each field are checked before they are added. ``bytes`` is therefore always a complete, well-formed head.
///
/// ```swift
/// var head = try RequestHead("GET", "/index.html")
/// try head.add("Host", "example.org")
/// let bytes = head.bytes     // "GET /index.html HTTP/1.1\r\nHost: example.org\r\n\r\n"
/// ```
public struct RequestHead: Sendable {
  /// The bytes to send, with the empty line at the end. Empty if there is no request line yet.
  public private(set) var bytes: [UInt8] = []
  private(set) var facts = RequestFacts()
  private let leniency: ParsingLeniency

  /// Creates a head without a request line. `start` adds one, and reuses the memory for each request.
  package init(leniency: ParsingLeniency) { self.leniency = leniency }

  /// Creates a head with a request line and no fields. An empty target is written as "/". With ``ParsingLeniency/looseRequestHeads``, the
  /// checks are those of CPython.
  ///
  /// Throws `invalidMethod` if the method is not a token (RFC 9110 section 9.1). Throws `invalidURL` for a target with control characters
  /// or whitespace, and `notEncodable` for a target beyond ASCII (RFC 9112 section 3.2).
  public init(
    _ method: String, _ target: String, version: HTTPVersion = .http11, leniency: ParsingLeniency = .default
  ) throws(HTTPException) {
    self.init(leniency: leniency)
    try start(method, target, version: version)
  }

  /// Whether there is a request line.
  @inlinable package var isStarted: Bool { !bytes.isEmpty }

  /// Whether there is a `Proxy-Authorization` field.
  package var hasProxyCredentials: Bool { facts.hasProxyCredentials }

  /// The method and the target of the request line. Both are empty before the head was started.
  package var methodAndTarget: (method: String, target: String) {
    let parts = bytes.prefix { $0 != ASCII.carriageReturn }.split(separator: ASCII.space)
    return parts.count < 2 ? ("", "") : (Latin1.string(parts[0]), Latin1.string(parts[1]))
  }

  /// Whether there is a field of a name. Case does not matter.
  package func hasField(_ name: String) -> Bool {
    let name = name.utf8.map { ASCII.lowercased($0) }
    return bytes.split(separator: ASCII.lineFeed).dropFirst().contains { line in
      line.prefix { $0 != ASCII.colon }.map { ASCII.lowercased($0) } == name
    }
  }

  /// The bytes for the debug output, with credentials for a proxy hidden.
  package var shownBytes: [UInt8] { hasProxyCredentials ? ProxyCredentials.hidden(in: bytes) : bytes }

  /// Whether the checks are those of CPython (``ParsingLeniency/looseRequestHeads``).
  var isLoose: Bool { leniency.contains(.looseRequestHeads) }

  /// Removes the request, but keeps the memory.
  package mutating func reset() {
    bytes.removeAll(keepingCapacity: true)
    facts = RequestFacts()
  }

  /// Replaces the head with a new one: a request line, `Host` if a value is given, and `Accept-Encoding: identity` if wanted.
  /// The value must be a host: ``AbsoluteForm`` and ``HostPort`` make only such.
  ///
  /// Throws the errors of the initializer, and those of `add` for the host. The head is empty then.
  package mutating func start(
    _ method: String, _ target: String, version: HTTPVersion = .http11, host: String? = nil, acceptsIdentity: Bool = false
  ) throws(HTTPException) {
    if isStarted { reset() }
    if !startPlainly(method, target, version, host, acceptsIdentity) {
      reset()
      do {
        try startCarefully(method, target, version)
        if let host { try add("Host", host) }
        if acceptsIdentity { try add("Accept-Encoding", "identity") }
      } catch {
        reset()
        throw error
      }
    }
    facts.version = version
    facts.hasHost = host != nil
    switch method.utf8.count {
    case 4 where Scanner.matches(bytes.span, from: 0, "HEAD"): facts.method = .head
    case 5 where Scanner.matches(bytes.span, from: 0, "TRACE"): facts.method = .trace
    case 7 where Scanner.matches(bytes.span, from: 0, "CONNECT"): facts.method = .connect
    default: break
    }
  }

  /// Checks the whole body of the request against the head, once it has all its fields. `isChunked` says that it is sent in chunks.
  ///
  /// Throws `invalidArgument` for chunks that are announced but not sent, for a body of another length than `Content-Length` says, and for
  /// content with TRACE: the server would not find the request's end (RFC 9112 section 6), or must not get the content.
  package func check(_ body: RequestPlan.Body, isChunked: Bool) throws(HTTPException) {
    if !isLoose { try facts.check(body, isChunked: isChunked) }
  }

  /// Checks the first part of a body that is sent step by step, which may be all of it.
  ///
  /// Throws `invalidArgument` for a part that is longer than `Content-Length` says, and for content with TRACE.
  package func check(firstPart body: RequestPlan.Body) throws(HTTPException) {
    if !isLoose { try facts.check(firstPart: body) }
  }

  // MARK: Fields

  /// Adds a field line.
  ///
  /// Throws `invalidHeaderName` if the name is not a token (RFC 9110 section 5.1). Throws `invalidHeaderValue` if the value has control
  /// characters other than tab (RFC 9110 section 5.5), or is a `Content-Length` that is not a number or contradicts another framing field.
  /// Throws `invalidArgument` for a `Host` that is not one host, a `Transfer-Encoding` that does not end in its only `chunked` or is in
  /// HTTP/1.0, a second field of either, and content with TRACE. Throws `notEncodable` for a name beyond ASCII or a value beyond Latin-1.
  /// The head does not change then.
  public mutating func add(_ name: String, _ value: String) throws(HTTPException) {
    try adding { (head) throws(HTTPException) in
      let start = head.bytes.count
      if !head.appendPlainly(name, value) {
        head.bytes.removeLast(head.bytes.count &- start)
        try head.append(name: name)
        try head.append(value: value, of: name)
      }
      // An accepted name is ASCII.
      try head.note(nameStart: start, nameCount: name.utf8.count, end: head.bytes.count)
    }
  }

  /// Adds all fields of a message, in their order.
  ///
  /// Throws the errors of adding a single field. No field has been added then.
  public mutating func add(_ fields: HTTPMessage) throws(HTTPException) {
    if fields.isEmpty { return }
    try adding { (head) throws(HTTPException) in
      let (start, facts) = (head.bytes.count, head.facts)
      if try head.appendPlainly(fields) { return }
      head.bytes.removeLast(head.bytes.count &- start)
      head.facts = facts
      for field in fields {
        let start = head.bytes.count
        try head.append(name: field.name)
        try head.append(value: field.value, of: field.name)
        try head.note(nameStart: start, nameCount: field.name.utf8.count, end: head.bytes.count)
      }
    }
  }

  /// Adds a field with several values, on continuation lines that start with a tab (`http.client.HTTPConnection.putheader`). RFC 9112
  /// section 5.2 deprecates such folding outside of `message/http`. The first bad value is the one reported.
  package mutating func add(_ name: String, values: [HeaderValue]) throws(HTTPException) {
    try adding { (head) throws(HTTPException) in
      let start = head.bytes.count
      try head.append(name: name)
      for (index, value) in values.enumerated() {
        if index > 0 { head.bytes.append(contentsOf: [ASCII.carriageReturn, ASCII.lineFeed, ASCII.tab]) }
        let valueStart = head.bytes.count
        head.bytes.append(contentsOf: try value.encoded())
        try RequestChecks.value(head.bytes.span, from: valueStart, leniency: head.leniency)
      }
      head.appendLineEnd()
      try head.note(nameStart: start, nameCount: name.utf8.count, end: head.bytes.count)
    }
  }

  /// Removes the empty line at the end, lets `body` append lines, and adds the empty line again. If `body` throws, nothing has changed.
  @inline(__always)
  private mutating func adding(_ body: (inout RequestHead) throws(HTTPException) -> Void) throws(HTTPException) {
    let (count, facts) = (bytes.count, facts)
    for _ in 0..<min(2, count) { bytes.removeLast() }
    let mark = bytes.count
    do {
      try body(&self)
      appendLineEnd()
    } catch {
      bytes.removeLast(bytes.count &- mark)
      self.facts = facts
      if count > 0 { appendLineEnd() }
      throw error
    }
  }

  // MARK: The common case: written first, and checked in place

  /// Writes a head whose method is a token, whose target is visible ASCII and whose host is ASCII without control characters. Returns
  /// false for any other head. The caller must then remove the bytes written.
  @inline(__always)
  private mutating func startPlainly(
    _ method: String, _ target: String, _ version: HTTPVersion, _ host: String?, _ acceptsIdentity: Bool
  ) -> Bool {
    let methodEnd = method.utf8.count
    let targetEnd = methodEnd &+ 1 &+ max(target.utf8.count, 1)
    let hostStart = targetEnd &+ 17
    let hostCount = host?.utf8.count ?? 0
    bytes.append(addingCapacity: hostStart &+ hostCount &+ 31) { head in
      head.append(utf8: method)
      head.append(ASCII.space)
      if target.isEmpty { head.append(UInt8(ascii: "/")) } else { head.append(utf8: target) }
      if let host {
        head.append(constant: version == .http11 ? " HTTP/1.1\r\nHost: " : " HTTP/1.0\r\nHost: ")
        head.append(utf8: host)
        head.append(constant: acceptsIdentity ? "\r\nAccept-Encoding: identity\r\n\r\n" : "\r\n\r\n")
      } else {
        head.append(constant: version == .http11 ? " HTTP/1.1\r\n" : " HTTP/1.0\r\n")
        head.append(constant: acceptsIdentity ? "Accept-Encoding: identity\r\n\r\n" : "\r\n")
      }
    }
    // A byte that ends the scan follows each part.
    let span = bytes.span
    return methodEnd > 0 && Scanner.endOfToken(in: span, from: 0, to: span.count) == methodEnd
      && Scanner.endOfASCII(notBelow: 0x21, in: span, from: methodEnd &+ 1, to: span.count) == targetEnd
      && (host == nil || Scanner.endOfASCII(notBelow: 0x20, in: span, from: hostStart, to: span.count) == hostStart &+ hostCount)
  }

  /// Appends a field line whose name is a token and whose value is ASCII without control characters. Returns false for any other field.
  /// The caller must then remove the bytes appended.
  private mutating func appendPlainly(_ name: String, _ value: String) -> Bool {
    let start = bytes.count
    bytes.append(addingCapacity: name.utf8.count &+ value.utf8.count &+ 4) { line in
      line.append(utf8: name)
      line.append(constant: ": ")
      line.append(utf8: value)
      line.append(constant: "\r\n")
    }
    return isPlain(nameStart: start, nameCount: name.utf8.count, end: bytes.count)
  }

  /// Appends the field lines of a message whose names are tokens and whose values are ASCII without control characters. Returns false for
  /// any other message. The caller must then remove the bytes appended.
  private mutating func appendPlainly(_ fields: HTTPMessage) throws(HTTPException) -> Bool {
    var position = bytes.count
    let count = fields.slots.reduce(0) { $0 &+ $1.nameCount &+ $1.valueCount &+ 4 }
    bytes.append(addingCapacity: count) { lines in
      let (slots, source) = (fields.slots.span, fields.storage.span)
      for index in slots.indices {
        let slot = slots[index]
        lines.append(copying: source.extracting(slot.nameStart..<slot.nameStart &+ slot.nameCount))
        lines.append(ASCII.colon)
        lines.append(ASCII.space)
        lines.append(copying: source.extracting(slot.valueStart..<slot.valueStart &+ slot.valueCount))
        lines.append(ASCII.carriageReturn)
        lines.append(ASCII.lineFeed)
      }
    }
    for index in fields.slots.indices {
      let slot = fields.slots[index]
      let end = position &+ slot.nameCount &+ slot.valueCount &+ 4
      if slot.isUTF8 || !isPlain(nameStart: position, nameCount: slot.nameCount, end: end) { return false }
      try note(nameStart: position, nameCount: slot.nameCount, end: end)
      position = end
    }
    return true
  }

  /// Whether the name of the line that ends before `end` is a token, and its value is ASCII without control characters.
  private func isPlain(nameStart: Int, nameCount: Int, end: Int) -> Bool {
    // A byte that ends the scan follows the name and the value. The scans may look at later lines: they are faster away from the end.
    let nameEnd = nameStart &+ nameCount
    let span = bytes.span
    return nameCount > 0 && Scanner.endOfToken(in: span, from: nameStart, to: span.count) == nameEnd
      && Scanner.endOfASCII(notBelow: 0x20, in: span, from: nameEnd &+ 2, to: span.count) == end &- 2
  }

  // MARK: Any other case

  private mutating func startCarefully(_ method: String, _ target: String, _ version: HTTPVersion) throws(HTTPException) {
    bytes.append(contentsOf: method.utf8)
    try RequestChecks.method(bytes.span, from: 0, text: method, leniency: leniency)
    bytes.append(ASCII.space)
    let targetStart = bytes.count
    if target.isEmpty { bytes.append(UInt8(ascii: "/")) } else { bytes.append(contentsOf: target.utf8) }
    try RequestChecks.target(bytes.span, from: targetStart, text: target)
    // As in CPython, the encoding of the line is checked after its parts.
    if RequestChecks.hasNonASCII(bytes.span, from: 0) {
      try RequestChecks.ascii(method, part: "method")
      try RequestChecks.ascii(target, part: "URL")
    }
    bytes.append(ASCII.space)
    bytes.append(contentsOf: version.text.utf8)
    appendLineEnd()
    appendLineEnd()
  }

  /// Appends the name, a colon and a space.
  private mutating func append(name: String) throws(HTTPException) {
    let start = bytes.count
    bytes.append(contentsOf: name.utf8)
    try RequestChecks.name(bytes.span, from: start, text: name, leniency: leniency)
    bytes.append(ASCII.colon)
    bytes.append(ASCII.space)
  }

  /// Appends the value in Latin-1, and a line end. An error does not show credentials for a proxy.
  private mutating func append(value: String, of name: String) throws(HTTPException) {
    do throws(HTTPException) {
      guard let encoded = Latin1.bytes(value) else { throw .notEncodable(part: "header value", text: value) }
      let start = bytes.count
      bytes.append(contentsOf: encoded)
      try RequestChecks.value(bytes.span, from: start, leniency: leniency)
    } catch {
      throw ProxyCredentials.isField(name) ? ProxyCredentials.hidden(in: error) : error
    }
    appendLineEnd()
  }

  private mutating func appendLineEnd() {
    bytes.append(ASCII.carriageReturn)
    bytes.append(ASCII.lineFeed)
  }

  // MARK: Facts

  /// Records the facts from the line that ends before `end`. Throws what recording them throws.
  private mutating func note(nameStart: Int, nameCount: Int, end: Int) throws(HTTPException) {
    let nameEnd = nameStart &+ nameCount
    // The lengths rule out most names without a comparison.
    switch nameCount {
    case 4 where isName("host", at: nameStart, nameCount): try facts.noteHost(value(nameEnd, end), isLoose: isLoose)
    case 7 where isName("upgrade", at: nameStart, nameCount): facts.asksToUpgrade = true
    case 10 where isName("connection", at: nameStart, nameCount):
      if ListField.contains("close", in: value(nameEnd, end)) { facts.asksToClose = true }
    case 14 where isName("content-length", at: nameStart, nameCount): try facts.noteLength(value(nameEnd, end), isLoose: isLoose)
    case 17 where isName("transfer-encoding", at: nameStart, nameCount):
      try facts.noteTransferCoding(value(nameEnd, end), isLoose: isLoose)
    case 19 where isName("proxy-authorization", at: nameStart, nameCount): facts.hasProxyCredentials = true
    default: break
    }
  }

  /// The value of a line, from the ends of its name and of the line.
  private func value(_ nameEnd: Int, _ end: Int) -> ArraySlice<UInt8> { bytes[(nameEnd &+ 2)..<(end &- 2)] }

  private func isName(_ name: StaticString, at start: Int, _ count: Int) -> Bool {
    Scanner.equal(bytes.span, from: start, count: count, name)
  }
}
