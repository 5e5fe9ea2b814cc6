// The names and shapes of HTTP Archive 1.2. Names that start with an underscore are additions, as the format allows them.

extension HAREntry {
  var jsonValue: JSONValue {
    var members: [(name: String, value: JSONValue)] = [
      ("startedDateTime", .text(startedDateTime)),
      ("time", .thousandths(timings.total.wholeMicroseconds)),
      ("request", request.jsonValue),
      ("response", response.jsonValue),
      ("cache", .object([])),
      ("timings", timings.jsonValue),
    ]
    members.add("serverIPAddress", serverIPAddress)
    members.add("connection", connection)
    members.add("comment", comment)
    return .object(members)
  }
}

extension HARRequest {
  fileprivate var jsonValue: JSONValue {
    var members: [(name: String, value: JSONValue)] = [
      ("method", .text(method)),
      ("url", .text(url)),
      ("httpVersion", .text(httpVersion)),
      ("cookies", .array(cookies.map(\.jsonValue))),
      ("headers", .array(headers.map(\.jsonValue))),
      ("queryString", .array(queryString.map(\.jsonValue))),
      ("headersSize", .integer(headersSize)),
      ("bodySize", .integer(bodySize)),
    ]
    if let body { members.append(("postData", body.postData)) }
    return .object(members)
  }
}

extension HARResponse {
  fileprivate var jsonValue: JSONValue {
    var members: [(name: String, value: JSONValue)] = [
      ("status", .integer(status)),
      ("statusText", .text(statusText)),
      ("httpVersion", .text(httpVersion)),
      ("cookies", .array(cookies.map(\.jsonValue))),
      ("headers", .array(headers.map(\.jsonValue))),
      ("content", content.content),
      ("redirectURL", .text(redirectURL)),
      ("headersSize", .integer(headersSize)),
      ("bodySize", .integer(bodySize)),
    ]
    if !trailers.isEmpty { members.append(("_trailers", .array(trailers.map(\.jsonValue)))) }
    if !interimStatuses.isEmpty { members.append(("_interimStatuses", .array(interimStatuses.map { .integer($0) }))) }
    return .object(members)
  }
}

extension HARTimings {
  fileprivate var jsonValue: JSONValue {
    let steps: [(String, Duration?)] = [
      ("blocked", blocked), ("dns", dns), ("connect", connect), ("send", send), ("wait", wait), ("receive", receive), ("ssl", ssl),
    ]
    return .object(steps.map { ($0.0, $0.1.map { .thousandths($0.wholeMicroseconds) } ?? .integer(-1)) })
  }
}

extension HARPair {
  fileprivate var jsonValue: JSONValue { .object([("name", .text(name)), ("value", .text(value))]) }
}

extension HARCookie {
  fileprivate var jsonValue: JSONValue {
    var members: [(name: String, value: JSONValue)] = [("name", .text(name)), ("value", .text(value))]
    members.add("path", path)
    members.add("domain", domain)
    members.append(("httpOnly", .boolean(isHTTPOnly)))
    members.append(("secure", .boolean(isSecure)))
    return .object(members)
  }
}

extension HARBody {
  /// A response's content. Bytes that are no text are Base64, which the format has a name for.
  fileprivate var content: JSONValue {
    var members: [(name: String, value: JSONValue)] = [("size", .integer(size)), ("mimeType", .text(mimeType))]
    if let text {
      if !kept.isEmpty { members.append(("text", .text(text))) }
    } else {
      members.append(("text", .text(Base64.encode(kept))))
      members.append(("encoding", .text("base64")))
    }
    members.add("comment", cut)
    return .object(members)
  }

  /// A request's body. The format has no name for the encoding of its text, so a comment says it.
  fileprivate var postData: JSONValue {
    var members: [(name: String, value: JSONValue)] = [("mimeType", .text(mimeType)), ("text", .text(text ?? Base64.encode(kept)))]
    let coded = text == nil ? "the text is Base64 of a body that is not UTF-8" : nil
    let comments = [coded, cut].compactMap { $0 }
    members.add("comment", comments.isEmpty ? nil : comments.joined(separator: "; "))
    return .object(members)
  }

  private var cut: String? { kept.count < size ? "the first \(kept.count) of \(size) bytes" : nil }
}

extension [(name: String, value: JSONValue)] {
  fileprivate mutating func add(_ name: String, _ text: String?) {
    if let text { append((name, .text(text))) }
  }
}
