extension ProxyRules {
  /// The rules of this process's environment, as it is now (`urllib.request.getproxies_environment()`).
  ///
  /// ```swift
  /// connection.route = try ProxyRules.environment.route(to: "https://example.org/")
  /// ```
  public static var environment: ProxyRules {
    var values: [String: String] = [:]
    for name in variables { values[name] = Syscalls.environmentVariable(name) }
    return ProxyRules(environment: values)
  }
}
