/// Whether a connection outlives a response (RFC 9112 section 9.3).
enum Persistence {
  /// The reasons that the heads of request and response give for closing.
  static func closeReasons(
    of head: ResponseHead, _ fields: FramingFields, to request: RequestFacts, leniency: ParsingLeniency
  ) -> CloseReasons {
    if leniency.contains(.connectionTokensAsSubstrings) { return pythonReasons(head, fields) }
    var reasons: CloseReasons = request.asksToClose ? .clientCloses : []
    let places = fields.connection
    if places.count > 0, ListField.contains("close", of: "Connection", at: places, in: head.headers) {
      reasons.insert(.serverCloses)
    } else if head.version == .http10,
      places.count == 0 || !ListField.contains("keep-alive", of: "Connection", at: places, in: head.headers)
    {
      reasons.insert(.http10)
    }
    return reasons
  }

  /// `HTTPResponse._check_close`: the first field of each name, searched as text; the request has no say.
  private static func pythonReasons(_ head: ResponseHead, _ fields: FramingFields) -> CloseReasons {
    if head.version == .http11 { return text(fields.connection, head).containsText("close") ? .serverCloses : [] }
    let keeps =
      !text(fields.keepAlive, head).isEmpty || text(fields.connection, head).containsText("keep-alive")
      || text(fields.proxyConnection, head).containsText("keep-alive")
    return keeps ? [] : .http10
  }

  /// The first value in small letters, or nothing.
  private static func text(_ places: FramingFields.Places, _ head: ResponseHead) -> String {
    places.count > 0 ? head.headers.value(at: places.first).lowercased() : ""
  }
}

extension String {
  /// Whether the text occurs anywhere in this one, by its UTF-8 bytes.
  func containsText(_ text: String) -> Bool {
    let haystack = Array(utf8)
    let needle = Array(text.utf8)
    guard needle.count <= haystack.count else { return false }
    return (0...haystack.count - needle.count).contains { haystack[$0..<$0 + needle.count].elementsEqual(needle) }
  }
}
