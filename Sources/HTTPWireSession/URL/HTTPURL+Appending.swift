internal import HTTPWireCore

extension HTTPURL {
  /// The URL with parameters behind those that its query has. Names and values are percent-encoded as UTF-8, a space as `%20`, so that
  /// they arrive as they are, whatever they contain.
  ///
  /// ```swift
  /// let url = try HTTPURL("https://example.org/search?lang=de").appending(query: [("q", "a&b c")])
  /// print(url)     // https://example.org/search?lang=de&q=a%26b%20c
  /// ```
  public func appending(query parameters: some Sequence<(name: String, value: String)>) -> HTTPURL {
    let added = parameters.map { PercentEncoding.component($0.name.utf8) + "=" + PercentEncoding.component($0.value.utf8) }
    if added.isEmpty { return self }
    let query = query ?? ""
    let separator = query.isEmpty || query.hasSuffix("&") ? "" : "&"
    return changed { $0.query = query + separator + added.joined(separator: "&") }
  }

  /// The URL with one more segment behind its path. The segment is percent-encoded, also its slashes. Where the path ends with a slash, no
  /// other is added.
  ///
  /// ```swift
  /// let url = try HTTPURL("http://example.org/files/").appending(segment: "a b/c.txt")
  /// print(url)     // http://example.org/files/a%20b%2Fc.txt
  /// ```
  public func appending(segment: String) -> HTTPURL {
    changed { $0.path += (path.hasSuffix("/") ? "" : "/") + PercentEncoding.component(segment.utf8) }
  }
}
