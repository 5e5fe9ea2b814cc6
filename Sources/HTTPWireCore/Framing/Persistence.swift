/// Whether a connection outlives a response (RFC 9112 section 9.3).
enum Persistence {
  /// The reasons that the heads of request and response give for closing.
  static func closeReasons(
    of head: ResponseHead, _ fields: FramingFields, to request: RequestFacts, leniency: ParsingLeniency
  ) -> CloseReasons {
    if leniency.contains(.connectionTokensAsSubstrings) { return pythonReasons(head, fields) }
    var reasons: CloseReasons = request.asksToClose ? .clientCloses : []
    let isOld = head.version == .http10
    switch option(fields.connection, head.headers) {
    case .close: reasons.insert(.serverCloses)
    case .keepAlive: break
    case .none: if isOld { reasons.insert(.http10) }
    case .list:
      if ListField.contains("close", of: "connection", at: fields.connection, in: head.headers) {
        reasons.insert(.serverCloses)
      } else if isOld, !ListField.contains("keep-alive", of: "connection", at: fields.connection, in: head.headers) {
        reasons.insert(.http10)
      }
    }
    return reasons
  }

  /// What a response's `Connection` fields say.
  private enum Option { case none, close, keepAlive, list }

  /// Nearly all that have the field have one of these two words and nothing else.
  private static func option(_ places: FramingFields.Places, _ headers: HTTPMessage) -> Option {
    switch places.count {
    case 0: .none
    case 1 where headers.hasValue("keep-alive", at: places.first): .keepAlive
    case 1 where headers.hasValue("close", at: places.first): .close
    default: .list
    }
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
