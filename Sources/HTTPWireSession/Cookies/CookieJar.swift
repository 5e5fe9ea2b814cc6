import HTTPWire
import HTTPWireCore

/// The cookies of a client (RFC 6265bis). A value: copy it to branch off, and keep it where you keep state.
///
/// ```swift
/// var jar = CookieJar()
/// let place = CookieJar.Place(host: "www.example.org", target: "/login")
/// let connection = try HTTPSConnection("www.example.org")
/// try connection.request("GET", "/login")
/// jar.store(try connection.getResponse().headers, from: place)
/// var headers: HTTPMessage = [:]
/// if let cookies = jar.header(for: place) { headers.add("Cookie", cookies) }
/// ```
///
/// There is no list of public suffixes here, so nobody can know that `co.uk` is no organisation. A cookie with a `Domain` is therefore kept
/// for the one host that has set it, unless the domain is at or below one of ``sharedDomains``. A browser would send it to the hosts beside
/// it, too. So at worst a cookie is missing where you have not named the domain, and none goes to a stranger.
///
/// `SameSite` is kept and ignored. It limits what one site makes a browser send to another, and this is no browser.
///
/// A jar keeps at most 180 cookies for a domain, and 3000 in all. The oldest go first, and those that have expired before them. Times are
/// seconds since 1970; without one, calls take the system's clock.
public struct CookieJar: Sendable {
  /// Where a request goes, as far as cookies are concerned.
  public struct Place: Sendable, Hashable {
    /// The host in lower case, without brackets.
    public let host: String
    /// The path of the request's target, without the query.
    public let path: String
    /// Whether the request goes over https.
    public let isSecure: Bool

    /// The place of a request to a host, which is a name in ASCII or an address, for a target such as `/a?b`.
    public init(host: String, target: String, isSecure: Bool = true) {
      self.host = CookieHost.canonical(host)
      let path = target.prefix { $0 != "?" && $0 != "#" }
      self.path = path.isEmpty ? "/" : String(path)
      self.isSecure = isSecure
    }

    /// The place of a request to a URL.
    public init(_ url: HTTPURL) { self.init(host: url.host, target: url.path, isSecure: url.scheme == .https) }
  }

  /// The largest number of cookies for one domain.
  public static let mostForDomain = 180
  /// The largest number of cookies.
  public static let most = 3_000

  /// The domains whose hosts may share cookies. A cookie with a `Domain` at or below one of them goes to all hosts of that `Domain`.
  ///
  /// Name only domains that one organisation has with all that is below: `example.org`, but neither `co.uk` nor `github.io`, where each
  /// host is somebody else's and would get, and could set, the cookies of the others. Single labels such as `com` have no effect.
  public var sharedDomains: Set<String> = [] {
    didSet { shared = Set(sharedDomains.map(CookieHost.canonical).filter { $0.contains(".") }) }
  }
  /// The shared domains as they are compared.
  private var shared: Set<String> = []
  /// In the order in which they were first set.
  private(set) var kept: [Cookie] = []

  /// Makes an empty jar.
  public init() {}

  /// All cookies that have not expired, in the order in which they were first set.
  public func cookies(now: Int64? = nil) -> [Cookie] {
    let now = Self.time(now)
    return kept.filter { !$0.hasExpired(now) }
  }

  /// The value of `Cookie` for a request; nil if no cookie goes there. Cookies with longer paths come first, then older ones (RFC 6265bis
  /// section 5.8.3).
  public func header(for place: Place, now: Int64? = nil) -> String? {
    let now = Self.time(now)
    let sent = kept.filter { cookie in
      (cookie.isHostOnly ? cookie.domain == place.host : CookieHost.matches(place.host, domain: cookie.domain))
        && CookieHost.matches(place.path, cookiePath: cookie.path) && (place.isSecure || !cookie.isSecure) && !cookie.hasExpired(now)
    }
    if sent.isEmpty { return nil }
    let ordered = sent.enumerated().sorted { a, b in
      let (left, right) = (a.element.path.utf8.count, b.element.path.utf8.count)
      return left != right ? left > right : a.offset < b.offset
    }
    return ordered.map(\.element.pair).joined(separator: "; ")
  }

  /// Keeps the cookies of a response's `Set-Cookie` fields (RFC 6265bis section 5.7). Returns why some are not kept, in the fields' order.
  @discardableResult
  public mutating func store(_ fields: HTTPMessage, from place: Place, now: Int64? = nil) -> [Refusal] {
    let now = Self.time(now)
    var refusals: [Refusal] = []
    for index in fields.indices where fields[index].name.lowercased() == "set-cookie" {
      do throws(Refusal) {
        keep(try cookie(SetCookie(fields.valueBytes(at: index), now: now), from: place), now: now)
      } catch {
        refusals.append(error)
      }
    }
    return refusals
  }

  /// Keeps a cookie, in place of one with its name, domain and path. One that has expired only removes that.
  public mutating func insert(_ cookie: Cookie, now: Int64? = nil) { keep(cookie, now: Self.time(now)) }

  /// Removes all cookies for which the closure returns true.
  public mutating func removeAll(where isRemoved: (Cookie) -> Bool = { _ in true }) { kept.removeAll(where: isRemoved) }

  /// Removes session cookies and expired ones: what a browser forgets when it ends.
  public mutating func endSession(now: Int64? = nil) {
    let now = Self.time(now)
    kept.removeAll { $0.expires == nil || $0.hasExpired(now) }
  }

  static func time(_ now: Int64?) -> Int64 { now ?? Syscalls.wallClockMilliseconds() / 1000 }
}

extension CookieJar {
  /// The cookie of a field. Throws the reason why it is refused.
  private func cookie(_ set: SetCookie, from place: Place) throws(Refusal) -> Cookie {
    if set.hasForeignDomain { throw .domain }
    var domain = place.host
    var isHostOnly = true
    if let wanted = set.domain {
      guard CookieHost.matches(place.host, domain: wanted), wanted == place.host || wanted.contains(".") else { throw .domain }
      if !CookieHost.isAddress(wanted), shared.contains(where: { CookieHost.matches(wanted, domain: $0) }) {
        domain = wanted
        isHostOnly = false
      }
    }
    if set.isSecure, !place.isSecure { throw .insecure }
    let cookie = Cookie(
      name: Latin1.string(set.name), value: Latin1.string(set.value), domain: domain, isHostOnly: isHostOnly,
      path: set.path ?? CookieHost.defaultPath(place.path), expires: set.expires, isSecure: set.isSecure, isHTTPOnly: set.isHTTPOnly,
      sameSite: set.sameSite)
    if !cookie.isSecure, !place.isSecure, kept.contains(where: { hides(cookie, $0) }) { throw .wouldHideSecure }
    // A domain that is kept for one host is a promise broken all the same.
    if let refusal = cookie.prefixRefusal(hasRootPath: set.path == "/" && set.domain == nil) { throw refusal }
    return cookie
  }

  /// Whether a server could take a new cookie for a secure one that is kept (RFC 6265bis section 5.7, step 17).
  private func hides(_ new: Cookie, _ old: Cookie) -> Bool {
    old.isSecure && old.name == new.name && CookieHost.matches(new.path, cookiePath: old.path)
      && (CookieHost.matches(new.domain, domain: old.domain) || CookieHost.matches(old.domain, domain: new.domain))
  }

  /// Keeps a cookie in the place of the one that it replaces, or as the newest. Makes room for it.
  private mutating func keep(_ cookie: Cookie, now: Int64) {
    let old = kept.firstIndex {
      $0.name == cookie.name && $0.domain == cookie.domain && $0.isHostOnly == cookie.isHostOnly && $0.path == cookie.path
    }
    if cookie.hasExpired(now) {
      if let old { kept.remove(at: old) }
      return
    }
    if let old { return kept[old] = cookie }
    kept.append(cookie)
    let ofDomain = kept.count { $0.domain == cookie.domain }
    guard kept.count > Self.most || ofDomain > Self.mostForDomain else { return }
    kept.removeAll { $0.hasExpired(now) }
    if kept.count(where: { $0.domain == cookie.domain }) > Self.mostForDomain {
      // RFC 6265bis section 5.7: what comes over http must not push out what is secure.
      let oldest = kept.firstIndex { $0.domain == cookie.domain && !$0.isSecure } ?? kept.firstIndex { $0.domain == cookie.domain }
      if let oldest { kept.remove(at: oldest) }
    }
    if kept.count > Self.most { kept.removeFirst() }
  }
}

extension CookieJar: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// How many cookies there are.
  public var description: String { "CookieJar(\(kept.count) cookies)" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// Shows the cookies without their values, to `dump` and debuggers.
  public var customMirror: Mirror { Mirror(self, children: ["cookies": kept]) }
}
