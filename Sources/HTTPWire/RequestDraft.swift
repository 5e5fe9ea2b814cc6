/// A request that is being put together, in one value for the same reason as ``BlockingDriver``, and what is kept from one to the next.
struct RequestDraft {
  private var head: RequestHeadWriter
  /// `Host` and `Accept-Encoding` as they were last written for this origin; empty before they were.
  private var standardFields: [UInt8] = []

  /// A head that is complete: what the exchange has to know of it, and its bytes.
  struct Finished {
    let announcement: RequestAnnouncement
    let bytes: [UInt8]
  }

  init(leniency: ParsingLeniency) { head = RequestHeadWriter(leniency: leniency) }

  /// Begins a head. Where `Host` and `Accept-Encoding` are to stand in it and are known from a request before, they are written, which is
  /// what the result says.
  mutating func begin(
    _ method: String, _ target: String, version: HTTPVersion, addingStandardFields: Bool
  ) throws(HTTPException) -> Bool {
    try head.begin(method, target, version: version)
    guard addingStandardFields, !standardFields.isEmpty else { return false }
    head.add(lines: standardFields)
    return true
  }

  /// Writes `Host` and `Accept-Encoding`, each where a value is given, and keeps them for the requests that follow.
  mutating func addStandardFields(host: String?, acceptEncoding: String?, keeping: Bool) throws(HTTPException) {
    let start = head.bytes.count
    if let host { try head.add("Host", host) }
    if let acceptEncoding { try head.add("Accept-Encoding", acceptEncoding) }
    if keeping { standardFields = Array(head.bytes[start...]) }
  }

  /// Forgets the fields that were kept, because requests go to another origin now.
  mutating func forgetStandardFields() { standardFields = [] }

  /// Writes a field.
  mutating func add(_ name: String, _ value: String) throws(HTTPException) { try head.add(name, value) }

  /// Writes fields.
  mutating func add(_ headers: HTTPMessage) throws(HTTPException) {
    for index in headers.indices { try head.add(headers, at: index) }
  }

  /// Writes a field of several values, each of which is encoded only once those before it were found to be good.
  mutating func add(_ name: String, _ values: [HeaderValue]) throws(HTTPException) {
    try head.check(name: name)
    var encoded: [[UInt8]] = []
    for value in values {
      let bytes = try value.encoded()
      try head.check(value: bytes)
      encoded.append(bytes)
    }
    try head.add(name, values: encoded)
  }

  /// Ends the head.
  mutating func finish() -> Finished {
    let announcement = head.end()
    return Finished(announcement: announcement, bytes: head.bytes)
  }

  /// Forgets the request.
  mutating func reset() { head.reset() }
}
