#if TLS
import HTTPWire
import HTTPWireTesting
import Testing

/// Who gets which credentials: every kind of proxy, with both schemes, wherever the credentials were given.
struct CredentialMatrixTests {
  enum Place: String, CaseIterable, Sendable {
    /// In the proxy's URL.
    case proxyURL
    /// In the proxy's URL, to be sent when the proxy asks.
    case proxyURLWhenAsked
    /// In an environment variable.
    case environment
    /// In `Proxy-Authorization` among the request's headers.
    case proxyHeader
    /// In `Authorization` and `Cookie`, beside those of the proxy's URL.
    case originHeaders
    /// In the user information of the request's target.
    case target
  }

  static let proxySecrets = ["proxyuser", "proxysecret", "cHJveHl1c2VyOnByb3h5c2VjcmV0"]
  static let originSecrets = ["originuser", "originsecret"]
  static let ownHeader = "Basic cHJveHl1c2VyOnByb3h5c2VjcmV0"

  /// What was seen at both ends.
  struct Capture {
    var error: HTTPException?
    var status: Int?
    var proxy = ""
    var origin = ""
  }

  @Test(arguments: RouteProxy.Kind.allCases, ["http", "https"]) func `no credentials get to the other end`(
    kind: RouteProxy.Kind, scheme: String
  ) throws {
    for place in Place.allCases {
      let seen = try Self.exchange(kind, scheme, place)
      let cell: Comment = "\(kind) \(scheme) \(place)"
      for secret in Self.proxySecrets { #expect(!seen.origin.contains(secret), cell) }
      // A proxy that forwards gets the fields of the request, which is why it is only for http.
      let isForwarded = scheme == "http" && (kind == .http || kind == .https)
      if !isForwarded || place != .originHeaders {
        for secret in Self.originSecrets { #expect(!seen.proxy.contains(secret), cell) }
      }
      let isRefused = place == .proxyHeader && !isForwarded || place == .target && isForwarded
      #expect((seen.error != nil) == isRefused, cell)
      if isRefused {
        #expect(seen.origin.isEmpty, cell)
        #expect(seen.proxy.isEmpty, cell)
        for secret in Self.proxySecrets + Self.originSecrets {
          #expect(seen.error?.description.contains(secret) == false, cell)
        }
        continue
      }
      #expect(seen.status == 200, cell)
      // And they get to where they belong.
      if place == .originHeaders || place == .target { #expect(seen.origin.contains("originsecret"), cell) }
      if kind != .none, place != .target { #expect(Self.proxySecrets.contains { seen.proxy.contains($0) }, cell) }
    }
  }

  /// Sends a request, and captures what the two ends got.
  private static func exchange(_ kind: RouteProxy.Kind, _ scheme: String, _ place: Place) throws -> Capture {
    let handler: LoopbackServer.Handler = { try $0.answer { _ in .init(text: "ok") } }
    let origin = scheme == "https" ? try Fixture.server(handler: handler).server : try LoopbackServer(handler: handler)
    defer { origin.stop() }
    let proxy = kind == .none ? nil : try RouteProxy(kind, to: origin.port, asks: place == .proxyURLWhenAsked)
    defer { proxy?.stop() }
    let connection =
      scheme == "https"
      ? try HTTPSConnection("localhost", port: origin.port, timeout: .seconds(20), context: Fixture.context())
      : try HTTPConnection("localhost", port: origin.port, timeout: .seconds(20))
    defer { connection.close() }
    connection.proxyContext = try Fixture.context()
    connection.route = try route(kind, proxy?.port ?? 0, "\(scheme)://localhost:\(origin.port)/", place)
    let target = place == .target ? "\(scheme)://originuser:originsecret@localhost:\(origin.port)/" : "/"
    var capture = Capture()
    do throws(HTTPException) {
      try connection.request("GET", target, headers: headers(place))
      let response = try connection.getResponse()
      capture.status = response.status
      _ = try response.read()
    } catch {
      capture.error = error
    }
    capture.proxy = String(decoding: proxy?.heard ?? [], as: UTF8.self)
    capture.origin = origin.requests.map { String(decoding: $0.headBytes, as: UTF8.self) }.joined()
    return capture
  }

  private static func headers(_ place: Place) -> HTTPMessage {
    switch place {
    case .proxyHeader: ["Proxy-Authorization": ownHeader]
    case .originHeaders: ["Authorization": "Bearer originsecret", "Cookie": "session=originsecret"]
    default: [:]
    }
  }

  private static func route(_ kind: RouteProxy.Kind, _ port: Int, _ url: String, _ place: Place) throws -> ProxyRoute {
    if kind == .none { return .direct }
    let user = place == .proxyHeader || place == .target ? "" : "proxyuser:proxysecret@"
    let value = "\(kind.rawValue)://\(user)127.0.0.1:\(port)"
    if place == .environment { return try ProxyRules(environment: ["all_proxy": value]).route(to: url) }
    var proxy = try ProxyServer(value)
    proxy.sendsCredentialsWhenAsked = place == .proxyURLWhenAsked
    return kind.isSOCKS ? .socks(proxy) : url.hasPrefix("https") ? .tunnel(proxy) : .forward(proxy)
  }
}
#endif
