import HTTPWireCore
import HTTPWireSession

/// Makes the session that the command line describes. It belongs to one thread.
struct SessionSetup {
  let settings: Settings
  let plans: [TransferPlan]
  let console: Console

  /// Throws `badUsage`, `badURL`, `readingInput`, and what making contexts throws.
  func session(_ watch: TransferWatch, _ recorders: Recorders) throws(Complaint) -> HTTPSession {
    var configuration = HTTPSession.Configuration()
    configuration.headers = HTTPMessage()
    configuration.decodesContent = false
    configuration.timeout = settings.connection.lowestSpeed == nil ? nil : settings.connection.lowSpeedTime
    configuration.openingTimeout = settings.connection.openingTimeout
    configuration.timeLimit = nil
    configuration.redirects = redirects()
    configuration.leniency = settings.connection.leniency
    configuration.cookies = try CookiePlan(settings.request).jar()
    configuration.credentials = try credentials()
    configuration.proxies = try ProxyPlan(settings.proxy).rules
    #if TLS
    configuration.context = try ContextRecipe(settings.tls, prefix: "").context()
    configuration.proxyContext = try ContextRecipe(settings.proxy.tls, prefix: "proxy").context()
    #endif
    let preparation = ConnectionPreparation(settings, console)
    configuration.prepare = { connection in
      preparation.prepare(connection)
      connection.observers = [ConnectionWatch(connection, watch)] + recorders.observers()
    }
    return HTTPSession(configuration)
  }

  private func redirects() -> RedirectPolicy? {
    let given = settings.redirects
    if !given.isFollowing { return nil }
    var policy = RedirectPolicy(limit: given.limit ?? .max, allowsInsecure: given.allowsInsecure)
    policy.trustsOtherOrigins = given.trustsOtherHosts
    policy.statusesKeepingPost = given.keptMethods
    if let allowed = given.schemes ?? settings.connection.schemes {
      policy.schemes = Set(allowed.compactMap { HTTPURL.Scheme(rawValue: $0) })
    }
    policy.setsReferer = given.setsReferer
    policy.keepsMethod = settings.request.method != nil
    return policy
  }

  private func credentials() throws(Complaint) -> CredentialStore {
    var store = CredentialStore()
    do throws(HTTPException) {
      for plan in plans {
        if let credentials = plan.credentials, credentials.scheme == .digest { try store.set(credentials, for: plan.url) }
      }
    } catch { throw Complaint(error) }
    guard settings.request.netrc != nil || settings.request.netrcFile != nil else { return store }
    guard let path = settings.request.netrcFile ?? Netrc.usualPath else {
      if settings.request.netrc == .optional { return store }
      throw Complaint(.badUsage, "-n needs HOME or NETRC in the environment")
    }
    do throws(HTTPException) {
      store.netrc = try Netrc(file: path)
    } catch {
      let text = Complaint(error).text
      if settings.request.netrc != .optional { throw Complaint(.readingInput, text.hasText(path) ? text : "\(path): \(text)") }
    }
    return store
  }
}
