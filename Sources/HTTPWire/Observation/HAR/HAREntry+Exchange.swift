// How an entry is made of an exchange.

extension HAREntry {
  init(_ exchange: ObservedExchange, _ capture: HARCapture, now: ContinuousClock.Instant, masked: Bool) {
    let times = capture.record?.timings ?? ExchangeTimings(start: exchange.start)
    startedMilliseconds = capture.startedMilliseconds
    request = HARRequest(exchange, capture, masked: masked)
    response = exchange.response.map { HARResponse($0, exchange, capture, masked: masked) } ?? HARResponse()
    timings = HARTimings(times, total: times.total ?? times.start.duration(to: exchange.end ?? now))
    serverIPAddress = exchange.route.peer.flatMap(Self.ipAddress)
    connection = exchange.route.local.flatMap(Self.port) ?? (exchange.route.number > 0 ? String(exchange.route.number) : nil)
    comment = Self.comment(exchange, masked: masked)
  }

  private static func comment(_ exchange: ObservedExchange, masked: Bool) -> String? {
    if let failure = exchange.failure { return "failed: " + (masked ? Credentials.text(failure) : failure.description) }
    if exchange.end == nil { return "not finished" }
    // Only the end of a response ends an exchange otherwise.
    return exchange.hasEnded ? nil : "the connection was closed before the response's end"
  }

  /// The address of IP in the text of a socket's address, without port and scope; nil for a path.
  static func ipAddress(_ text: String) -> String? {
    if text.hasPrefix("[") { return String(text.dropFirst().prefix { $0 != "]" && $0 != "%" }) }
    let host = text.prefix { $0 != ":" }
    return !host.isEmpty && host.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E } ? String(host) : nil
  }

  /// The port in the text of a socket's address; nil for a path.
  static func port(_ text: String) -> String? {
    guard ipAddress(text) != nil, let colon = text.lastIndex(of: ":") else { return nil }
    return String(text[text.index(after: colon)...])
  }
}

extension HARRequest {
  init(_ exchange: ObservedExchange, _ capture: HARCapture, masked: Bool) {
    let fields = exchange.request.fields
    method = exchange.request.method
    url = exchange.url
    httpVersion = exchange.request.version
    headers = HARPair.pairs(fields, masked: masked)
    queryString = Self.query(of: url)
    cookies = fields.getAll("Cookie").flatMap { HARCookie.sent($0, masked: masked) }
    headersSize = exchange.request.bytes.count
    bodySize = exchange.bodySent
    body =
      bodySize > 0 || !capture.sent.isEmpty
      ? HARBody(mimeType: fields["Content-Type"] ?? "", size: max(bodySize, capture.sent.count), kept: capture.sent) : nil
  }

  private static func query(of url: String) -> [HARPair] {
    let behind = url.prefix { $0 != "#" }.drop { $0 != "?" }.dropFirst()
    return behind.split(separator: "&").map { part in
      HARPair(name: String(part.prefix { $0 != "=" }), value: String(part.drop { $0 != "=" }.dropFirst()))
    }
  }
}

extension HARResponse {
  init(_ head: ResponseHead, _ exchange: ObservedExchange, _ capture: HARCapture, masked: Bool) {
    status = head.status
    statusText = head.reason
    httpVersion = head.version.text
    headers = HARPair.pairs(head.headers, masked: masked)
    trailers = exchange.trailers.map { HARPair.pairs($0, masked: masked) } ?? []
    interimStatuses = exchange.interim.map(\.status)
    cookies = head.headers.getAll("Set-Cookie").compactMap { HARCookie(setBy: $0, masked: masked) }
    redirectURL = head.headers["Location"] ?? ""
    content = HARBody(mimeType: head.headers["Content-Type"] ?? "", size: exchange.bodyReceived, kept: capture.received)
    headersSize = head.length
    bodySize = Self.wireSize(head, exchange)
  }

  /// Framing is counted by what has come. Among that may be other responses, with pipelining.
  private static func wireSize(_ head: ResponseHead, _ exchange: ObservedExchange) -> Int {
    guard exchange.bodyReceived > 0, head.headers.contains("Transfer-Encoding") else { return exchange.bodyReceived }
    if exchange.isPipelined { return -1 }
    return max(0, exchange.bytesReceived - head.length - exchange.interim.reduce(0) { $0 + $1.length })
  }
}

extension HARPair {
  fileprivate static func pairs(_ fields: HTTPMessage, masked: Bool) -> [HARPair] {
    fields.map { HARPair(name: $0.name, value: masked && Credentials.isField($0.name) ? Credentials.mask : $0.value) }
  }
}

extension HARCookie {
  /// The cookies of a `Cookie` field (RFC 6265 section 4.2).
  fileprivate static func sent(_ value: String, masked: Bool) -> [HARCookie] {
    value.split(separator: ";").map { part in
      let pair = HARPair(trimming: part)
      return HARCookie(name: pair.name, value: masked ? Credentials.mask : pair.value)
    }
  }

  /// The cookie of a `Set-Cookie` field (RFC 6265 section 4.1).
  fileprivate init?(setBy field: String, masked: Bool) {
    let parts = field.split(separator: ";").map { HARPair(trimming: $0) }
    guard let first = parts.first else { return nil }
    name = first.name
    value = masked ? Credentials.mask : first.value
    for attribute in parts.dropFirst() {
      switch attribute.name.lowercased() {
      case "path": path = attribute.value
      case "domain": domain = attribute.value
      case "httponly": isHTTPOnly = true
      case "secure": isSecure = true
      default: break
      }
    }
  }
}

extension HARPair {
  /// A pair with an equals sign, without the whitespace around it.
  fileprivate init(trimming text: Substring) {
    let trimmed = text.drop { $0 == " " || $0 == "\t" }
    name = String(trimmed.prefix { $0 != "=" })
    value = String(trimmed.drop { $0 != "=" }.dropFirst())
  }
}
