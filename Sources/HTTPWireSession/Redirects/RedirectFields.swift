internal import HTTPWireCore

/// The fields that redirections are about.
enum RedirectFields {
  /// Fields about the content of a request, or about how it is sent, beside those whose names start with "Content-" (RFC 9110 section
  /// 15.4).
  private static let content: Set<String> = ["transfer-encoding", "trailer", "expect", "digest", "repr-digest", "last-modified"]

  /// Fields that are meant for one origin (RFC 9110 section 15.4).
  private static let secret: Set<String> = ["authorization", "proxy-authorization", "cookie", "cookie2", "host", "origin", "referer"]

  /// The fields of a request that has no content.
  static func withoutContent(_ headers: HTTPMessage) -> HTTPMessage {
    filtered(headers) { !content.contains($0) && !$0.hasPrefix("content-") }
  }

  /// The fields that another origin may get.
  static func withoutSecrets(_ headers: HTTPMessage, also names: Set<String>) -> HTTPMessage {
    without(secret.union(names.map { $0.lowercased() }), headers)
  }

  /// The fields but those of some names, which are in lower case.
  static func without(_ names: Set<String>, _ headers: HTTPMessage) -> HTTPMessage {
    filtered(headers) { !names.contains($0) }
  }

  private static func filtered(_ headers: HTTPMessage, _ isKept: (String) -> Bool) -> HTTPMessage {
    var kept = HTTPMessage()
    for index in headers.indices where isKept(headers.name(at: index).lowercased()) {
      kept.add(name: headers.nameBytes(at: index), value: headers.valueBytes(at: index))
    }
    return kept
  }
}
