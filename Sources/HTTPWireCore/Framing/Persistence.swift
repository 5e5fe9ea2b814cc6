/// Whether a connection stays open after a response (RFC 9112 section 9.3).
enum Persistence {
  /// The reasons for closing in the heads of the request and the response.
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

  /// The content of a response's `Connection` fields.
  private enum Option { case none, close, keepAlive, list }

  /// Most `Connection` fields have one of these two words and nothing else. Any others are parsed as lists.
  private static func option(_ places: FramingFields.Places, _ headers: HTTPMessage) -> Option {
    switch places.count {
    case 0: .none
    case 1 where headers.hasValue("keep-alive", at: places.first): .keepAlive
    case 1 where headers.hasValue("close", at: places.first): .close
    default: .list
    }
  }

  /// As `HTTPResponse._check_close`: only the first field of each name counts, is searched as text, and the request is ignored.
  private static func pythonReasons(_ head: ResponseHead, _ fields: FramingFields) -> CloseReasons {
    if head.version == .http11 { return text(fields.connection, head).containsText("close") ? .serverCloses : [] }
    let keeps =
      !text(fields.keepAlive, head).isEmpty || text(fields.connection, head).containsText("keep-alive")
      || text(fields.proxyConnection, head).containsText("keep-alive")
    return keeps ? [] : .http10
  }

  /// The first value in lower case. Empty if there is no such field.
  private static func text(_ places: FramingFields.Places, _ head: ResponseHead) -> String {
    places.count > 0 ? head.headers.value(at: places.first).lowercased() : ""
  }
}
