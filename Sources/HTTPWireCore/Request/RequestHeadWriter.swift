/// Writes a request head: the request line and fields, each checked before a byte of it is kept (RFC 9112 sections 3 and 5).
///
/// One buffer takes the whole head, and ``reset()`` keeps it for the next request.
///
/// ```swift
/// var head = RequestHeadWriter()
/// try head.begin("GET", "/index.html")
/// try head.add("Host", "example.org")
/// let bytes = head.finished()     // "GET /index.html HTTP/1.1\r\nHost: example.org\r\n\r\n"
/// ```
public struct RequestHeadWriter: Sendable {
  /// What has been written so far, without the blank line.
  public private(set) var bytes: [UInt8] = []
  /// The value of `Content-Length`, where one was written and is a number.
  public private(set) var declaredLength: UInt64?
  /// Whether a `Transfer-Encoding` was written.
  public private(set) var hasTransferCoding = false
  private(set) var facts = RequestFacts()
  private let leniency: ParsingLeniency

  /// A writer that checks as the leniency says (see ``ParsingLeniency/looseRequestHeads``).
  public init(leniency: ParsingLeniency = .default) { self.leniency = leniency }

  /// Forgets what was written, keeping the memory.
  public mutating func reset() {
    bytes.removeAll(keepingCapacity: true)
    declaredLength = nil
    hasTransferCoding = false
    facts = RequestFacts()
  }

  /// Writes the request line; an empty target is written as "/". Forgets what was written before.
  ///
  /// Throws `invalidMethod` for a method that is no token (RFC 9110 section 9.1), `invalidURL` for a target with control characters,
  /// blanks or non-ASCII characters (RFC 9112 section 3.2); nothing is written then.
  public mutating func begin(_ method: String, _ target: String, version: HTTPVersion = .http11) throws(HTTPException) {
    reset()
    if !PlainRequestLines.append(method: method, target: target, version: version, to: &bytes) {
      reset()
      try beginCarefully(method, target, version)
    }
    facts.method = Self.kind(method.utf8)
  }

  private mutating func beginCarefully(_ method: String, _ target: String, _ version: HTTPVersion) throws(HTTPException) {
    do {
      try append(method: method)
      bytes.append(ASCII.space)
      try append(target: target)
      // The line is encoded as a whole once its parts have been looked at, as in CPython.
      if RequestChecks.hasNonASCII(bytes.span, from: 0) {
        try RequestChecks.ascii(method, part: "method")
        try RequestChecks.ascii(target, part: "URL")
      }
    } catch {
      reset()
      throw error
    }
    bytes.append(ASCII.space)
    bytes.append(contentsOf: version.text.utf8)
    appendLineEnd()
  }

  /// The two methods whose responses are framed in another way (RFC 9112 section 6.3).
  private static func kind(_ method: String.UTF8View) -> RequestFacts.Method {
    switch method.count {
    case 4 where method.elementsEqual("HEAD".utf8): .head
    case 7 where method.elementsEqual("CONNECT".utf8): .connect
    default: .other
    }
  }

  /// Writes field lines, each with its line end, that this type has written and checked before, none of which the framing depends on.
  package mutating func add(lines: [UInt8]) {
    bytes.append(contentsOf: lines)
  }

  /// Writes the blank line that ends the head, and says what it announces; what follows is to be a new head.
  package mutating func end() -> RequestAnnouncement {
    appendLineEnd()
    return RequestAnnouncement(facts: facts, declaredLength: declaredLength, hasTransferCoding: hasTransferCoding)
  }

  /// Writes a field line.
  ///
  /// Throws `invalidHeaderName` for a name that is no token (RFC 9110 section 5.1), `invalidHeaderValue` for a value with control
  /// characters other than tab (RFC 9110 section 5.5) and for framing fields that contradict each other, `notEncodable` for text beyond
  /// Latin-1; the head stays as it was.
  public mutating func add(_ name: String, _ value: String) throws(HTTPException) {
    let mark = bytes.count
    do {
      if !PlainRequestLines.append(name: name, value: value, to: &bytes) {
        bytes.removeLast(bytes.count - mark)
        try append(name: name)
        try append(value: value)
        appendLineEnd()
      }
      // A name is ASCII, where it has been taken.
      try note(nameStart: mark, nameEnd: mark + name.utf8.count)
    } catch {
      bytes.removeLast(bytes.count - mark)
      throw error
    }
  }

  /// Checks a field name, for a caller who has to encode the values first.
  ///
  /// Throws `invalidHeaderName` and `notEncodable` as writing the field would.
  public func check(name: String) throws(HTTPException) {
    try RequestChecks.name(Array(name.utf8).span, from: 0, text: name, leniency: leniency)
  }

  /// Checks one of several field values. Throws `invalidHeaderValue` as writing the field would.
  public func check(value: [UInt8]) throws(HTTPException) {
    try RequestChecks.value(value.span, from: 0, leniency: leniency)
  }

  /// Writes a field line whose value is bytes, and several values as continuation lines that begin with a tab, as
  /// `http.client.HTTPConnection.putheader` does. RFC 9112 section 5.2 deprecates such folding outside of `message/http`.
  public mutating func add(_ name: String, values: [[UInt8]]) throws(HTTPException) {
    let mark = bytes.count
    do {
      try append(name: name)
      let nameEnd = bytes.count - 2
      for (index, value) in values.enumerated() {
        if index > 0 { bytes.append(contentsOf: [ASCII.carriageReturn, ASCII.lineFeed, ASCII.tab]) }
        let start = bytes.count
        bytes.append(contentsOf: value)
        try RequestChecks.value(bytes.span, from: start, leniency: leniency)
      }
      appendLineEnd()
      try note(nameStart: mark, nameEnd: nameEnd)
    } catch {
      bytes.removeLast(bytes.count - mark)
      throw error
    }
  }

  /// The head with the blank line that ends it.
  public func finished() -> [UInt8] { bytes + [ASCII.carriageReturn, ASCII.lineFeed] }

  /// Appends the head, with the blank line that ends it, to a buffer.
  public func finish(into output: inout [UInt8]) {
    output.append(contentsOf: bytes)
    output.append(ASCII.carriageReturn)
    output.append(ASCII.lineFeed)
  }

  // MARK: Parts

  private mutating func append(method: String) throws(HTTPException) {
    let start = bytes.count
    bytes.append(contentsOf: method.utf8)
    try RequestChecks.method(bytes.span, from: start, text: method, leniency: leniency)
  }

  private mutating func append(target: String) throws(HTTPException) {
    let start = bytes.count
    if target.isEmpty {
      bytes.append(UInt8(ascii: "/"))
    } else {
      bytes.append(contentsOf: target.utf8)
      try RequestChecks.target(bytes.span, from: start, text: target)
    }
  }

  /// The name, colon and space.
  private mutating func append(name: String) throws(HTTPException) {
    let start = bytes.count
    bytes.append(contentsOf: name.utf8)
    try RequestChecks.name(bytes.span, from: start, text: name, leniency: leniency)
    bytes.append(ASCII.colon)
    bytes.append(ASCII.space)
  }

  private mutating func append(value: String) throws(HTTPException) {
    let start = bytes.count
    bytes.append(contentsOf: value.utf8)
    if RequestChecks.hasNonASCII(bytes.span, from: start) {
      guard Latin1.canEncode(value) else { throw .notEncodable(part: "header value", text: value) }
      bytes.removeLast(bytes.count - start)
      Latin1.append(value, to: &bytes)
    }
    try RequestChecks.value(bytes.span, from: start, leniency: leniency)
  }

  private mutating func appendLineEnd() {
    bytes.append(ASCII.carriageReturn)
    bytes.append(ASCII.lineFeed)
  }

  /// The value of the line that was written last.
  private func value(behind nameEnd: Int) -> ArraySlice<UInt8> { bytes[(nameEnd + 2)..<(bytes.count - 2)] }

  /// Notes what the response's framing and the connection's end will depend on, of the line that was written last.
  ///
  /// Throws `invalidHeaderValue` for framing fields that contradict themselves or each other: servers would disagree about where the
  /// request ends, and take the rest of it for another (RFC 9112 sections 6.2 and 6.3).
  private mutating func note(nameStart: Int, nameEnd: Int) throws(HTTPException) {
    // No other field's name is as long as one of these.
    switch nameEnd - nameStart {
    case 7 where isName("upgrade", nameStart, nameEnd): facts.asksToUpgrade = true
    case 10 where isName("connection", nameStart, nameEnd):
      let isClose = value(behind: nameEnd).split(separator: ASCII.comma).contains { ListField.equal($0.trimmingBlanks(), "close") }
      if isClose { facts.asksToClose = true }
    case 14 where isName("content-length", nameStart, nameEnd): try noteLength(value(behind: nameEnd))
    case 17 where isName("transfer-encoding", nameStart, nameEnd):
      if declaredLength != nil, !leniency.contains(.looseRequestHeads) { throw .invalidHeaderValue(Array(value(behind: nameEnd))) }
      hasTransferCoding = true
    default: break
    }
  }

  private mutating func noteLength(_ value: ArraySlice<UInt8>) throws(HTTPException) {
    let digits = value.trimmingBlanks()
    let length = digits.allSatisfy(ASCII.isDigit) ? UInt64(Latin1.string(digits)) : nil
    if !leniency.contains(.looseRequestHeads) {
      let contradicts = hasTransferCoding || declaredLength.map { $0 != length } ?? false
      guard length != nil, !contradicts else { throw .invalidHeaderValue(Array(value)) }
    }
    declaredLength = length
  }

  private func isName(_ name: StaticString, _ start: Int, _ end: Int) -> Bool {
    ListField.equal(bytes[start..<end], name)
  }
}

extension RequestHeadWriter {
  /// Writes the field at an index of a message. Throws as `add(_:_:)` does, and `notEncodable` for text beyond Latin-1.
  public mutating func add(_ headers: HTTPMessage, at index: Int) throws(HTTPException) {
    try add(headers.name(at: index), headers.value(at: index))
  }
}
