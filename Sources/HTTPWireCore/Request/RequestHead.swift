/// The head of a request: its bytes, and what the exchange has to know of it (RFC 9112 sections 3 and 5).
///
/// The request line and each field are checked before a byte of them is kept, so that ``bytes`` is a whole and well-formed head at any
/// time.
///
/// ```swift
/// var head = try RequestHead("GET", "/index.html")
/// try head.add("Host", "example.org")
/// let bytes = head.bytes     // "GET /index.html HTTP/1.1\r\nHost: example.org\r\n\r\n"
/// ```
public struct RequestHead: Sendable {
  /// The head as it goes on the wire, the blank line at its end included; empty before there is a request line.
  public private(set) var bytes: [UInt8] = []
  private(set) var facts = RequestFacts()
  private let leniency: ParsingLeniency

  /// A head without a request line, whose memory serves one request after another: see `start`.
  package init(leniency: ParsingLeniency) { self.leniency = leniency }

  /// A head of the request line alone; an empty target is written as "/". What is checked is the leniency's to say (see
  /// ``ParsingLeniency/looseRequestHeads``).
  ///
  /// Throws `invalidMethod` for a method that is no token (RFC 9110 section 9.1), `invalidURL` for a target with control characters or
  /// whitespace and `notEncodable` for one beyond ASCII (RFC 9112 section 3.2).
  public init(
    _ method: String, _ target: String, version: HTTPVersion = .http11, leniency: ParsingLeniency = .default
  ) throws(HTTPException) {
    self.init(leniency: leniency)
    try start(method, target, version: version)
  }

  /// Whether there is a request line.
  package var isStarted: Bool { !bytes.isEmpty }

  /// Whether it takes what CPython takes (``ParsingLeniency/looseRequestHeads``).
  var isLoose: Bool { leniency.contains(.looseRequestHeads) }

  /// Forgets the request and keeps its memory.
  package mutating func reset() {
    bytes.removeAll(keepingCapacity: true)
    facts = RequestFacts()
  }

  /// Replaces the head by a new one: the request line, `Host` where a value is given, and `Accept-Encoding: identity` where it is asked
  /// for. Throws as the initializer does, and as `add` does for the host; the head is empty then.
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
    switch method.utf8.count {
    case 4 where Scanner.matches(bytes.span, from: 0, "HEAD"): facts.method = .head
    case 7 where Scanner.matches(bytes.span, from: 0, "CONNECT"): facts.method = .connect
    default: break
    }
  }

  // MARK: Fields

  /// Adds a field line.
  ///
  /// Throws `invalidHeaderName` for a name that is no token (RFC 9110 section 5.1), `invalidHeaderValue` for a value with control
  /// characters other than tab (RFC 9110 section 5.5) and for framing fields that contradict each other, `notEncodable` for text beyond
  /// Latin-1; the head stays as it was.
  public mutating func add(_ name: String, _ value: String) throws(HTTPException) {
    try adding { (head) throws(HTTPException) in
      let start = head.bytes.count
      if !head.appendPlainly(name, value) {
        head.bytes.removeLast(head.bytes.count &- start)
        try head.append(name: name)
        try head.append(value: value)
      }
      // A name that was accepted is ASCII.
      try head.note(nameStart: start, nameCount: name.utf8.count, end: head.bytes.count)
    }
  }

  /// Adds all fields of a message in their order. Throws as adding each of them does; the head stays as it was.
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
        try head.append(value: field.value)
        try head.note(nameStart: start, nameCount: field.name.utf8.count, end: head.bytes.count)
      }
    }
  }

  /// Adds a field line of several values, as continuation lines that start with a tab (`http.client.HTTPConnection.putheader`). RFC 9112
  /// section 5.2 deprecates such folding outside of `message/http`. Each value is encoded only once those before it were found to be good.
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

  /// Takes the blank line off, has lines appended, and puts it back. When that throws, everything is as it was.
  private mutating func adding(_ body: (inout RequestHead) throws(HTTPException) -> Void) throws(HTTPException) {
    let (count, facts) = (bytes.count, facts)
    bytes.removeLast(min(2, count))
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

  // MARK: The common case: written as it is, and looked at where it stands

  /// Writes a head whose method is a token, whose target is visible ASCII and whose host is ASCII without control characters. Returns
  /// false where one is anything else; what was written then is for the caller to remove.
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
    // Each part has what ends it behind it.
    let span = bytes.span
    return methodEnd > 0 && Scanner.endOfToken(in: span, from: 0, to: span.count) == methodEnd
      && Scanner.endOfASCII(notBelow: 0x21, in: span, from: methodEnd &+ 1, to: span.count) == targetEnd
      && (host == nil || Scanner.endOfASCII(notBelow: 0x20, in: span, from: hostStart, to: span.count) == hostStart &+ hostCount)
  }

  /// Appends a field line whose name is a token and whose value is ASCII without control characters. Returns false where either is
  /// anything else; what was appended then is for the caller to remove.
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

  /// Appends the field lines of a message whose names are tokens and whose values are ASCII without control characters. Returns false where
  /// one is anything else; what was appended then is for the caller to remove.
  private mutating func appendPlainly(_ fields: HTTPMessage) throws(HTTPException) -> Bool {
    var position = bytes.count
    let count = fields.slots.reduce(0) { $0 &+ $1.nameCount &+ $1.valueCount &+ 4 }
    bytes.append(addingCapacity: count) { lines in
      let (slots, source) = (fields.slots.span, fields.storage.span)
      for index in slots.indices {
        let slot = slots[index]
        lines.append(copying: source.extracting(slot.nameStart..<slot.nameStart &+ slot.nameCount))
        lines.append(constant: ": ")
        lines.append(copying: source.extracting(slot.valueStart..<slot.valueStart &+ slot.valueCount))
        lines.append(constant: "\r\n")
      }
    }
    for slot in fields.slots {
      let end = position &+ slot.nameCount &+ slot.valueCount &+ 4
      if slot.isUTF8 || !isPlain(nameStart: position, nameCount: slot.nameCount, end: end) { return false }
      try note(nameStart: position, nameCount: slot.nameCount, end: end)
      position = end
    }
    return true
  }

  /// Whether the line that ends before `end` is a token, and a value of ASCII without control characters.
  private func isPlain(nameStart: Int, nameCount: Int, end: Int) -> Bool {
    // Name and value each have what ends them behind them.
    let nameEnd = nameStart &+ nameCount
    return nameCount > 0 && Scanner.endOfToken(in: bytes.span, from: nameStart, to: end) == nameEnd
      && Scanner.endOfASCII(notBelow: 0x20, in: bytes.span, from: nameEnd &+ 2, to: end) == end &- 2
  }

  // MARK: Any other case

  private mutating func startCarefully(_ method: String, _ target: String, _ version: HTTPVersion) throws(HTTPException) {
    bytes.append(contentsOf: method.utf8)
    try RequestChecks.method(bytes.span, from: 0, text: method, leniency: leniency)
    bytes.append(ASCII.space)
    let targetStart = bytes.count
    if target.isEmpty { bytes.append(UInt8(ascii: "/")) } else { bytes.append(contentsOf: target.utf8) }
    try RequestChecks.target(bytes.span, from: targetStart, text: target)
    // The line is encoded as a whole once its parts have been looked at, as in CPython.
    if RequestChecks.hasNonASCII(bytes.span, from: 0) {
      try RequestChecks.ascii(method, part: "method")
      try RequestChecks.ascii(target, part: "URL")
    }
    bytes.append(ASCII.space)
    bytes.append(contentsOf: version.text.utf8)
    appendLineEnd()
    appendLineEnd()
  }

  /// The name, colon and space.
  private mutating func append(name: String) throws(HTTPException) {
    let start = bytes.count
    bytes.append(contentsOf: name.utf8)
    try RequestChecks.name(bytes.span, from: start, text: name, leniency: leniency)
    bytes.append(ASCII.colon)
    bytes.append(ASCII.space)
  }

  /// The value, as Latin-1.
  private mutating func append(value: String) throws(HTTPException) {
    guard let encoded = Latin1.bytes(value) else { throw .notEncodable(part: "header value", text: value) }
    let start = bytes.count
    bytes.append(contentsOf: encoded)
    try RequestChecks.value(bytes.span, from: start, leniency: leniency)
    appendLineEnd()
  }

  private mutating func appendLineEnd() {
    bytes.append(ASCII.carriageReturn)
    bytes.append(ASCII.lineFeed)
  }

  // MARK: What the fields say

  /// Notes what the response's framing and the connection's end will depend on, of the line that ends before `end`.
  ///
  /// Throws `invalidHeaderValue` for framing fields that contradict themselves or each other: servers would disagree about where the
  /// request ends, and take the rest of it for another (RFC 9112 sections 6.2 and 6.3).
  private mutating func note(nameStart: Int, nameCount: Int, end: Int) throws(HTTPException) {
    // No other field's name is as long as one of these.
    switch nameCount {
    case 7 where isName("upgrade", at: nameStart, nameCount): facts.asksToUpgrade = true
    case 10 where isName("connection", at: nameStart, nameCount):
      if ListField.contains("close", in: value(nameStart &+ nameCount, end)) { facts.asksToClose = true }
    case 14 where isName("content-length", at: nameStart, nameCount): try noteLength(value(nameStart &+ nameCount, end))
    case 17 where isName("transfer-encoding", at: nameStart, nameCount):
      if facts.contentLength != nil, !isLoose {
        throw .invalidHeaderValue(Array(value(nameStart &+ nameCount, end)))
      }
      facts.hasTransferCoding = true
    default: break
    }
  }

  private mutating func noteLength(_ value: ArraySlice<UInt8>) throws(HTTPException) {
    let digits = value.trimmingWhitespace()
    let length = digits.allSatisfy(ASCII.isDigit) ? UInt64(Latin1.string(digits)) : nil
    if !isLoose {
      let contradicts = facts.hasTransferCoding || facts.contentLength.map { $0 != length } ?? false
      guard length != nil, !contradicts else { throw .invalidHeaderValue(Array(value)) }
    }
    facts.contentLength = length
  }

  /// The value of a line, by the ends of its name and of itself.
  private func value(_ nameEnd: Int, _ end: Int) -> ArraySlice<UInt8> { bytes[(nameEnd &+ 2)..<(end &- 2)] }

  private func isName(_ name: StaticString, at start: Int, _ count: Int) -> Bool {
    Scanner.equal(bytes.span, from: start, count: count, name)
  }
}
