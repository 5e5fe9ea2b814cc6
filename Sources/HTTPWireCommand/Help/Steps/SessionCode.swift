import HTTPWireCore
import HTTPWireSession

/// The code that makes the session of a command line.
struct SessionCode {
  let settings: Settings
  let plans: [TransferPlan]

  func add(to program: inout SwiftProgram) {
    program.add("var configuration = HTTPSession.Configuration()")
    addRedirects(to: &program)
    addRetries(to: &program)
    if !settings.request.isDecoded { program.add("configuration.decodesContent = false") }
    if let limit = settings.connection.openingTimeout { program.add("configuration.openingTimeout = \(SwiftCode.literal(limit))") }
    if let most = settings.connection.largestFile { program.add("configuration.bodyLimit = \(most)") }
    if settings.connection.leniency == .python { program.add("configuration.leniency = .python") }
    addCookies(to: &program)
    addCredentials(to: &program)
    addProxies(to: &program)
    addContexts(to: &program)
    ConnectionCode(settings: settings).add(to: &program)
    program.add("let session = HTTPSession(configuration)")
    program.add("")
  }

  private func addRedirects(to program: inout SwiftProgram) {
    let given = settings.redirects
    if !given.isFollowing { return program.add("configuration.redirects = nil") }
    let allowsInsecure = given.schemes?.contains("http") ?? false
    let limit = given.limit.map { "\($0)" } ?? ".max"
    let policy = "RedirectPolicy(limit: \(limit)\(allowsInsecure ? ", allowsInsecure: true" : ""))"
    var changes: [String] = []
    if given.trustsOtherHosts { changes.append("trustsOtherOrigins = true") }
    if !given.keptMethods.isEmpty {
      changes.append("statusesKeepingPost = [\(given.keptMethods.sorted().map { "\($0)" }.joined(separator: ", "))]")
    }
    if settings.request.method != nil { changes.append("keepsMethod = true") }
    if given.setsReferer { changes.append("setsReferer = true") }
    add(policy, named: "redirects", changes, to: &program)
  }

  private func addRetries(to program: inout SwiftProgram) {
    let given = settings.retries
    if given.limit == 0 { return }
    var arguments = ["limit: \(given.limit)"]
    if let delay = given.delay { arguments.append("delay: \(SwiftCode.literal(delay))") }
    if let limit = given.timeLimit { arguments.append("timeLimit: \(SwiftCode.literal(limit))") }
    var changes: [String] = []
    if given.isForAllErrors { changes.append("retriesAllErrors = true") }
    if given.isForRefusedConnections { changes.append("retriesRefusedConnections = true") }
    // The command sends any request again, as curl does.
    if plans.contains(where: { !["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"].contains($0.method) }) {
      changes.append("retriesAnyMethod = true")
    }
    add("RetryPolicy(\(arguments.joined(separator: ", ")))", named: "retries", changes, to: &program)
  }

  /// Sets a part of the configuration, by way of a variable if it needs changes.
  private func add(_ value: String, named name: String, _ changes: [String], to program: inout SwiftProgram) {
    if changes.isEmpty { return program.add("configuration.\(name) = \(value)") }
    program.add("var \(name) = \(value)")
    for change in changes { program.add("\(name).\(change)") }
    program.add("configuration.\(name) = \(name)")
  }

  private func addCookies(to program: inout SwiftProgram) {
    let request = settings.request
    let files = request.cookies.filter { !$0.bytes.contains(UInt8(ascii: "=")) }
    if files.isEmpty, request.cookieJar == nil { return }
    let names = files.filter { !$0.bytes.isEmpty }.compactMap { try? $0.text() }
    if names.isEmpty { return program.add("configuration.cookies = CookieJar()") }
    program.add("var cookies = CookieJar()")
    // As with the command, a file that is not there has no cookies.
    for name in names { program.add("_ = try? cookies.load(file: \(SwiftCode.literal(name)))") }
    if request.dropsSessionCookies { program.add("cookies.endSession()") }
    program.add("configuration.cookies = cookies")
  }

  private func addCredentials(to program: inout SwiftProgram) {
    var origins: Set<String> = []
    for plan in plans {
      guard let credentials = plan.credentials, origins.insert("\(plan.url.origin)").inserted else { continue }
      let user = SwiftCode.literal(credentials.user ?? "")
      let value =
        switch credentials.scheme {
        case .bearer: ".bearer(\(program.secret("token", in: "TOKEN")))"
        case .basic: ".basic(user: \(user), password: \(program.secret("password", in: "PASSWORD")))"
        case .digest: ".digest(user: \(user), password: \(program.secret("password", in: "PASSWORD")))"
        }
      program.add("try configuration.credentials.set(\(value), for: \(SwiftCode.literal("\(plan.url.origin)")))")
    }
    addNetrc(to: &program)
  }

  private func addNetrc(to program: inout SwiftProgram) {
    let request = settings.request
    let isOptional = request.netrc == .optional
    if let file = request.netrcFile {
      program.add("configuration.credentials.netrc = try\(isOptional ? "?" : "") Netrc(file: \(SwiftCode.literal(file)))")
    } else if request.netrc != nil {
      program.add("if let path = Netrc.usualPath { configuration.credentials.netrc = try\(isOptional ? "?" : "") Netrc(file: path) }")
    }
  }

  private func addProxies(to program: inout SwiftProgram) {
    let proxy = settings.proxy
    guard let server = proxy.server else {
      guard let exceptions = proxy.exceptions else { return }
      program.importFoundation()
      program.add("let variables = ProcessInfo.processInfo.environment")
      program.add(
        "configuration.proxies = ProxyRules(environment: variables.merging([\"no_proxy\": \(SwiftCode.literal(exceptions))]) { $1 })")
      return
    }
    if server.isEmpty { return program.add("configuration.proxies = ProxyRules(environment: [:])") }
    var variables = ["\"all_proxy\": " + ProxyCode.literal(server, user: proxy.user, &program)]
    if let exceptions = proxy.exceptions { variables.append("\"no_proxy\": " + SwiftCode.literal(exceptions)) }
    program.add("configuration.proxies = ProxyRules(environment: [\(variables.joined(separator: ", "))])")
  }

  private func addContexts(to program: inout SwiftProgram) {
    #if TLS
    if settings.tls.passphrase != nil { _ = program.secret("passphrase", in: "PASSPHRASE") }
    add(ContextRecipe(settings.tls, prefix: ""), as: "context", to: &program)
    add(ContextRecipe(settings.proxy.tls, prefix: "proxy"), as: "proxyContext", to: &program)
    #endif
  }

  #if TLS
  private func add(_ recipe: ContextRecipe, as name: String, to program: inout SwiftProgram) {
    guard let expression = recipe.expression else { return }
    for line in recipe.lines { program.add(line) }
    program.add("configuration.\(name) = \(expression)")
  }
  #endif
}

/// A proxy as code. Its password comes from the environment.
enum ProxyCode {
  static func literal(_ server: String, user: String?, _ program: inout SwiftProgram) -> String {
    let scheme = server.hasText("://") ? String(server.prefix { $0 != ":" }) + "://" : ""
    let rest = server.dropFirst(scheme.count)
    let end = rest.lastIndex(of: "@")
    let host = end.map { rest[rest.index(after: $0)...] } ?? rest
    guard let login = user.map({ $0[...] }) ?? end.map({ rest[..<$0] }) else { return SwiftCode.literal(server) }
    let name = login.prefix { $0 != ":" }
    let password = program.secret("proxyPassword", in: "PROXY_PASSWORD")
    return String(SwiftCode.literal(scheme + name + ":").dropLast()) + "\\(\(password))" + SwiftCode.literal("@" + host).dropFirst()
  }
}
