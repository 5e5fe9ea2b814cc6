import HTTPWireInflate
import HTTPWireSession

/// The request that the flags describe, checked before a file is opened or a connection is made.
struct FetchPlan: Equatable {
  /// The body that the command line describes.
  enum Body: Equatable {
    /// Joined form data.
    case form([DataArgument])
    /// One text or file, sent as it is.
    case whole(DataArgument)
  }

  var method: String
  var url: HTTPURL
  /// The request target: the path and query, or for a proxy the whole URL.
  var target: String
  var body: Body?
  /// The fields to send in addition to those that the library adds.
  var headers = HTTPMessage()
  /// The fields that must not be sent, in lower case.
  var leftOut: Set<String> = []
  var isChunked = false
  var httpVersion = HTTPVersion.http11

  /// Throws `badUsage` for flags that contradict each other, `badURL` and `unsupportedScheme`.
  init(url: String, _ options: RequestOptions) throws(Complaint) {
    self.url = try HTTPURL(argument: url)
    target = self.url.target
    body = try Self.body(options)
    method = options.method ?? Self.impliedMethod(options)
    if options.http10 { httpVersion = .http10 }
    if options.uploadFile != nil, case .whole(.file(let path)) = body { addFileName(of: path) }
    try addHeaders(options)
    try addCredentials(options)
    try chooseChunking(options)
  }

  /// Addresses the request to a proxy: asks for the whole URL, and adds the proxy's fields.
  mutating func address(_ proxy: ProxyPlan) {
    target = "\(url.scheme.rawValue)://\(url.origin.hostField)\(url.target)"
    let own = headers
    for index in proxy.headers.indices where !own.contains(proxy.headers.name(at: index)) {
      headers.add(name: proxy.headers.nameBytes(at: index), value: proxy.headers.valueBytes(at: index))
    }
  }

  /// Whether the body can be sent more than once.
  var isRepeatable: Bool {
    switch body {
    case nil: true
    case .form(let arguments): !arguments.contains(.standardInput)
    case .whole(let argument): argument != .standardInput
    }
  }

  // MARK: From the flags

  private static func impliedMethod(_ options: RequestOptions) -> String {
    if options.head { return "HEAD" }
    if options.uploadFile != nil { return "PUT" }
    return options.data.isEmpty && options.dataBinary == nil ? "GET" : "POST"
  }

  private static func body(_ options: RequestOptions) throws(Complaint) -> Body? {
    var bodies: [Body] = []
    if !options.data.isEmpty {
      var arguments: [DataArgument] = []
      for data in options.data { arguments.append(try DataArgument(data: data)) }
      if arguments.count(where: { $0 == .standardInput }) > 1 {
        throw Complaint(.badUsage, "standard input can be read once only")
      }
      bodies.append(.form(arguments))
    }
    if let data = options.dataBinary { bodies.append(.whole(try DataArgument(data: data))) }
    if let path = options.uploadFile { bodies.append(.whole(try DataArgument(path: path))) }
    if bodies.count > 1 { throw Complaint(.badUsage, "-d, --data-binary and -T exclude each other") }
    if options.head, !bodies.isEmpty { throw Complaint(.badUsage, "-I asks for a head alone and excludes -d, --data-binary and -T") }
    return bodies.first
  }

  private mutating func addHeaders(_ options: RequestOptions) throws(Complaint) {
    for text in options.headers {
      switch try HeaderOption(text) {
      case .send(let name, let value): headers.add(name: Array(name.utf8), value: Array(value.utf8))
      case .leaveOut(let name): leftOut.insert(name.lowercased())
      }
    }
    if body != nil, options.uploadFile == nil { addByDefault("Content-Type", "application/x-www-form-urlencoded") }
    if options.compressed { addByDefault("Accept-Encoding", ContentCodings.known.joined(separator: ", ")) }
    // RFC 9112 section 3.2 requires Host only in HTTP/1.1, where the library adds it. Servers with several names need it in HTTP/1.0, too.
    if httpVersion == .http10 && !headers.contains("Host") && !leftOut.contains("host") { headers.add("Host", url.origin.hostField) }
  }

  /// Adds what the netrc file has for the host. A field of `-H` comes first.
  private mutating func addCredentials(_ options: RequestOptions) throws(Complaint) {
    guard let path = options.netrcFile ?? (options.netrc ? Netrc.usualPath : nil) else {
      if options.netrc { throw Complaint(.badUsage, "--netrc needs HOME or NETRC in the environment") }
      return
    }
    do {
      var store = CredentialStore()
      store.netrc = try Netrc(file: path)
      let found = try store.credentials(for: url.origin)
      if let value = found?.authorization { addByDefault("Authorization", value) }
    } catch {
      throw Complaint(.readingInput, "\(path): \(error)")
    }
  }

  private mutating func addByDefault(_ name: String, _ value: String) {
    if !headers.contains(name), !leftOut.contains(name.lowercased()) { headers.add(name, value) }
  }

  private mutating func chooseChunking(_ options: RequestOptions) throws(Complaint) {
    if headers.contains("Transfer-Encoding") {
      // The library refuses codings that do not end in chunked.
      isChunked = body != nil
    } else if options.chunked {
      guard body != nil else { throw Complaint(.badUsage, "--chunked needs a body: -d, --data-binary or -T") }
      headers.add("Transfer-Encoding", "chunked")
      isChunked = true
    }
    if isChunked, httpVersion == .http10 { throw Complaint(.badUsage, "HTTP/1.0 knows no chunks") }
  }

  /// Appends the name of the uploaded file to a URL that ends with a slash, as curl does.
  private mutating func addFileName(of path: String) {
    guard url.lastSegment.isEmpty, url.query == nil else { return }
    url = url.appending(segment: String(Substring(path.utf8.split(separator: UInt8(ascii: "/")).last ?? "".utf8[...])))
    target = url.target
  }
}
