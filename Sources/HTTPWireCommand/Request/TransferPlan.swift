import HTTPWireInflate
import HTTPWireSession

/// One URL of the command line with its request, checked before a file is opened or a connection is made.
struct TransferPlan {
  /// The URL as it was typed.
  let typed: String
  /// The URL without user and password.
  let url: HTTPURL
  let method: String
  /// The fields to send, in curl's order. The session adds those about cookies and credentials.
  private(set) var fields = HTTPMessage()
  /// The names of the fields that must not be sent, in lower case.
  private(set) var leftOut: Set<String> = []
  let body: BodyPlan
  /// The user and password of `-u` or else of the URL; nil without either. Those for Digest are the session's.
  let credentials: ServerCredentials?
  /// The condition of `-z`; nil without one.
  let condition: TimeCondition?
  /// Where the body goes; nil is standard output.
  let output: OutputSettings.OutputName?

  /// Plans the URL with a number, counted from 0. Throws `badUsage`, `badURL`, `unsupportedScheme` and `readingInput`.
  init(_ settings: Settings, number: Int) throws(Complaint) {
    let request = settings.request
    typed = try settings.urls[number].text()
    var url = try URLArgument.url(settings.urls[number], settings)
    credentials = try Credentials.of(request, url)
    url = url.withoutUserInformation
    let upload = number < request.uploads.count ? request.uploads[number] : nil
    if let upload, url.lastSegment.isEmpty {
      url = url.appending(segment: Self.lastPart(of: try upload.text()))
    }
    self.url = url
    condition = try TimeCondition(request.timeCondition)
    body = try BodyPlan(request, upload: upload, once: settings.urls.count == 1 && settings.retries.limit == 0)
    if request.isHead, !body.isNone { throw Complaint(.badUsage, "-I asks for a head alone and excludes a body") }
    method = request.method ?? (request.isHead ? "HEAD" : upload != nil ? "PUT" : body.isNone ? "GET" : "POST")
    let outputs = settings.output.destinations
    output = number < outputs.count ? outputs[number] : settings.output.isRemoteNameAll ? .remoteName : nil
    try addFields(settings, isUpload: upload != nil)
  }

  /// The name that a file has on the server.
  private static func lastPart(of path: String) -> String {
    path == "-" || path == "." ? "" : String(Substring(path.utf8.split(separator: UInt8(ascii: "/")).last ?? "".utf8[...]))
  }

  // MARK: Fields

  /// The fields, with those for continuing a file behind its bytes.
  func fields(continuingAt position: Int?) -> HTTPMessage {
    guard let position, position > 0, !fields.contains("Range") else { return fields }
    var all: HTTPMessage = ["Range": "bytes=\(position)-"]
    all.merge(fields)
    return all
  }

  /// Adds what the flags say, and what is sent by itself unless a `-H` has it or leaves it out.
  private mutating func addFields(_ settings: Settings, isUpload: Bool) throws(Complaint) {
    let request = settings.request
    var own = HTTPMessage(request.headers)
    for case .leaveOut(let name) in request.headers { leftOut.insert(name.lowercased()) }
    // RFC 9110 section 7.2 wants it first.
    if let host = own["Host"] {
      fields.add("Host", host)
      own.remove("Host")
    }
    var usual = HTTPMessage()
    // HTTP/1.0 requires no Host, but servers with several names need it, and curl sends it.
    if request.isHTTP10, !fields.contains("Host") { usual.add("Host", url.origin.hostField) }
    if let range = request.range {
      usual.add("Range", "bytes=" + range + (range.utf8.allSatisfy { 0x30...0x39 ~= $0 } && !range.isEmpty ? "-" : ""))
    }
    let agent = request.userAgent ?? Array(Version.userAgent.utf8)
    if !agent.isEmpty { usual.add(name: Array("User-Agent".utf8), value: agent) }
    usual.add("Accept", request.isJSON ? "application/json" : "*/*")
    if request.isDecoded { usual.add("Accept-Encoding", ContentCodings.known.joined(separator: ", ")) }
    if let referer = request.referer { usual.add(name: Array("Referer".utf8), value: referer) }
    if let cookies = try CookiePlan(request).field { usual.add(name: Array("Cookie".utf8), value: cookies) }
    if let condition { usual.add(condition.name, condition.value) }
    addUsual(usual, own)
    fields.merge(own)
    addBodyFields(settings, own, isUpload: isUpload)
  }

  private mutating func addUsual(_ usual: HTTPMessage, _ own: HTTPMessage) {
    for index in usual.indices where !own.contains(usual.name(at: index)) && !leftOut.contains(usual.name(at: index).lowercased()) {
      fields.add(name: usual.nameBytes(at: index), value: usual.valueBytes(at: index))
    }
  }

  private mutating func addBodyFields(_ settings: Settings, _ own: HTTPMessage, isUpload: Bool) {
    if body.isNone { return }
    var usual = HTTPMessage()
    if settings.request.isChunked { usual.add("Transfer-Encoding", "chunked") }
    if !isUpload, settings.request.form.isEmpty {
      usual.add("Content-Type", settings.request.isJSON ? "application/json" : "application/x-www-form-urlencoded")
    }
    addUsual(usual, own)
  }
}
