/// Whether a connection outlives a response (RFC 9112 section 9.3).
enum Persistence {
  /// The reasons that the heads of request and response give for closing.
  static func closeReasons(of head: ResponseHead, to request: RequestFacts, leniency: ParsingLeniency) -> CloseReasons {
    if leniency.contains(.connectionTokensAsSubstrings) { return pythonReasons(head) }
    var reasons: CloseReasons = request.asksToClose ? .clientCloses : []
    if ListField.contains("close", of: "Connection", in: head.headers) {
      reasons.insert(.serverCloses)
    } else if head.version == .http10, !ListField.contains("keep-alive", of: "Connection", in: head.headers) {
      reasons.insert(.http10)
    }
    return reasons
  }

  /// `HTTPResponse._check_close`: the first field of each name, searched as text; the request has no say.
  private static func pythonReasons(_ head: ResponseHead) -> CloseReasons {
    let connection = head.headers["Connection"]?.lowercased() ?? ""
    if head.version == .http11 { return connection.containsText("close") ? .serverCloses : [] }
    let keeps =
      !(head.headers["Keep-Alive"] ?? "").isEmpty || connection.containsText("keep-alive")
      || (head.headers["Proxy-Connection"]?.lowercased() ?? "").containsText("keep-alive")
    return keeps ? [] : .http10
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
