/// A connection's route as its exchanges use it.
final class Routing {
  let route: ProxyRoute
  /// Whether the proxy has asked for credentials that are only sent when asked for.
  private var hasAsked = false

  init(_ route: ProxyRoute) { self.route = route }

  /// The proxy to connect to, if it speaks HTTP.
  var httpProxy: ProxyServer? {
    switch route {
    case .forward(let proxy), .tunnel(let proxy): proxy
    case .direct, .socks: nil
    }
  }

  /// The value of `Proxy-Authorization` to send; nil if there are no credentials, or if they have not been asked for.
  var authorization: String? {
    guard let proxy = httpProxy, !proxy.sendsCredentialsWhenAsked || hasAsked else { return nil }
    return proxy.authorization
  }

  /// Throws `invalidArgument` for a proxy that does not speak what the route needs.
  func check() throws(HTTPException) {
    guard let proxy = route.proxy else { return }
    let needsSOCKS = if case .socks = route { true } else { false }
    if proxy.scheme.isSOCKS != needsSOCKS {
      throw .invalidArgument("the route needs \(needsSOCKS ? "a SOCKS" : "an HTTP") proxy, not one of the scheme \(proxy.scheme.rawValue)")
    }
    if proxy.headers.contains("Content-Length") || proxy.headers.contains("Transfer-Encoding") {
      throw .invalidArgument("the fields for a proxy can't frame a body: leave out Content-Length and Transfer-Encoding")
    }
  }

  /// Whether a proxy that forwards requests may still ask for credentials.
  var mayBeChallenged: Bool {
    guard case .forward(let proxy) = route else { return false }
    return proxy.sendsCredentialsWhenAsked && !hasAsked && proxy.authorization != nil
  }

  /// The SOCKS proxy, once it was dialed. Before that, the server's name may be looked up on this side.
  private(set) var dialedSOCKSProxy: String?

  /// Notes that the SOCKS proxy is dialed, or that the next dialing begins.
  func noteDialing(of proxy: ProxyServer?) { dialedSOCKSProxy = proxy?.address }

  /// Whether a proxy's response asks for credentials that were not sent yet.
  func isChallenge(_ status: Int, _ headers: HTTPMessage) -> Bool {
    guard status == 407, let proxy = httpProxy else { return false }
    return proxy.sendsCredentialsWhenAsked && !hasAsked && proxy.authorization != nil && Challenges.offerBasic(headers)
  }

  /// Notes that the proxy has asked for credentials. From now on they are sent.
  func noteChallenge() { hasAsked = true }
}

extension HTTPConnection {
  /// Through what the connection reaches its server. The connection is made for the server, and not for the proxy.
  ///
  /// ```swift
  /// let connection = try HTTPSConnection("example.org")
  /// connection.route = try ProxyRules.environment.route(to: "https://example.org/")
  /// try connection.request("GET", "/")
  /// ```
  ///
  /// A change acts from the next request on, which then opens a new connection. A route that contradicts the other settings makes the
  /// opening throw `invalidArgument`: `.forward` for an `HTTPSConnection`, or an HTTP proxy beside ``setTunnel(_:port:headers:)``.
  ///
  /// TLS to an https proxy uses `proxyContext`, or else `TLSContext.default`. Once a route was set, also `.direct`, `proxyContext` is only
  /// for such proxies.
  ///
  /// The proxy's credentials go to the proxy only, and a tunnel's proxy gets no field of a request. See <doc:ThroughProxies>.
  public var route: ProxyRoute {
    get { nextRoute ?? .direct }
    set {
      if newValue == nextRoute { return }
      changes += 1
      nextRoute = newValue
      hasNewRoute = true
      leadsElsewhere = true
    }
  }

  /// Lets the exchange that begins take the route that was set last. What was opened before leads elsewhere, and is released.
  func adoptRoute() {
    guard state == .idle, !isOpening else { return }
    hasNewRoute = false
    let routing = Routing(route)
    self.routing = routing
    isForwarding = if case .forward = routing.route { true } else { false }
    if leadsElsewhere { replaceChannel(with: nil) }
    leadsElsewhere = false
  }

  /// Dials the server, or the proxy in front of it.
  func dialed(_ target: ConnectionTarget) throws(HTTPException) -> any ByteStream {
    guard let routing, case .socks(let proxy) = routing.route, let version = SOCKSVersion(rawValue: proxy.scheme.rawValue) else {
      return try opener(target)
    }
    routing.noteDialing(of: nil)
    let dialer = SOCKSDialer(
      proxy.host, port: proxy.port, version: version, user: proxy.user, password: version.isFive ? proxy.password : nil)
    // The connection's own opener leads to the proxy.
    return try dialer.dial(target) { (target) throws(HTTPException) in
      routing.noteDialing(of: proxy)
      return try opener(target)
    }
  }

  /// The target of a request that a proxy forwards.
  func forwarded(_ target: String, _ method: String) throws(HTTPException) -> String {
    try AbsoluteForm.forwarded(target, method: method, origin: HostPort.field(host: host, port: port, defaultPort: defaultPort))
  }

  #if TLS
  /// The context for TLS to the proxy, or nil to speak to it without TLS.
  var contextForProxy: TLSContext? {
    guard let routing else { return proxyContext }
    guard routing.httpProxy?.scheme == .https else { return tunnel == nil ? nil : proxyContext }
    return proxyContext ?? .default
  }
  #endif

  // MARK: Credentials

  /// Adds the fields for a proxy that forwards the request, or refuses those that the origin would get.
  @inline(__always)
  func settleProxyCredentials(_ head: inout RequestHead) throws(HTTPException) {
    if isForwarding {
      try addProxyFields(to: &head)
    } else if head.hasProxyCredentials {
      try checkProxyCredentials(head)
    }
  }

  /// Adds the route's fields and credentials, unless the caller has given others.
  func addProxyFields(to head: inout RequestHead) throws(HTTPException) {
    if let headers = routing?.httpProxy?.headers, !headers.isEmpty {
      for field in headers.filter({ !head.hasField($0.name) }) { try head.add(field.name, field.value) }
    }
    guard !head.hasProxyCredentials, let authorization = routing?.authorization else { return }
    try head.add("Proxy-Authorization", authorization)
  }

  /// Checks that `Proxy-Authorization` goes to a proxy. Without a route or tunnel, a request that names another server is one for a proxy
  /// that the connection was made for. Behind a route or tunnel, the server gets every request. CPython sends the field to any server.
  ///
  /// Throws `invalidArgument` if an origin would get it.
  func checkProxyCredentials(_ head: RequestHead) throws(HTTPException) {
    if leniency.contains(.looseRequestHeads) { return }
    if tunnel == nil, routing?.route.proxy == nil {
      let (method, target) = head.methodAndTarget
      let named = try AbsoluteForm.hostField(of: target, method: method, leniency: leniency)
      let usual = target.hasPrefix("https:") ? httpsPort : httpPort
      if let named, !HostPort(host: host, port: port).mayBeNamed(by: named, defaultPorts: defaultPort, usual) { return }
    }
    throw .invalidArgument(
      "Proxy-Authorization would reach the server itself: give the credentials to the proxy of the route, or to setTunnel")
  }
}
