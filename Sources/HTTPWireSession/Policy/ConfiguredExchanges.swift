import HTTPWire
package import HTTPWireInflate

// What both kinds of session make of a configuration.

extension SessionRules {
  convenience init(_ configuration: HTTPSession.Configuration) {
    var fields = configuration.headers
    if configuration.decodesContent, !ContentCodings.known.isEmpty, !fields.contains("Accept-Encoding") {
      fields.add("Accept-Encoding", ContentCodings.known.joined(separator: ", "))
    }
    self.init(fields: fields, redirects: configuration.redirects, credentials: configuration.credentials)
  }
}

extension HTTPSession.Configuration {
  /// Times are added without overflow up to this one, a century.
  private static let longestLimit = Duration.seconds(3_155_760_000)

  /// By when a response has to have come as a whole.
  package func deadline(_ request: some SessionRequest) -> ContinuousClock.Instant? {
    request.deadline ?? timeLimit.map { .now + max(.zero, min($0, Self.longestLimit)) }
  }

  /// Makes a connection to the server of a URL. Its first request opens it.
  package func makeConnection(_ url: HTTPURL) throws(HTTPException) -> sending HTTPConnection {
    #if TLS
    let connection = try HTTPConnection(url: url, leniency: leniency, context: context)
    connection.proxyContext = proxyContext
    #else
    let connection = try HTTPConnection(url: url, leniency: leniency)
    #endif
    connection.route = try proxies.route(to: url.origin.description)
    connection.timeout = timeout
    connection.openingTimeout = openingTimeout
    connection.retriesOnce = true
    prepare?(connection)
    return connection
  }

  /// What undoes the codings of a response that has a body; nil if there are none.
  package func decoder(_ headers: HTTPMessage) throws(HTTPException) -> ContentDecoder? {
    guard decodesContent, headers.contains("Content-Encoding") else { return nil }
    do {
      return ContentDecoder(try ContentCodings(headers, unknown: unknownCodings), limits: decoding)
    } catch {
      throw .custom(error)
    }
  }
}

extension ConnectionLimits {
  /// How many bytes of a body that nobody wants are read: reading more would cost more than another connection.
  package static let readToKeep = 65_536
  /// How long that may take. Usually all of it has come with the head.
  package static let timeToKeep = Duration.milliseconds(100)
}
