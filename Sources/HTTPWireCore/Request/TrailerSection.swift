/// The trailer section of a request in chunks (RFC 9112 section 7.1.2).
package enum TrailerSection {
  /// Throws `invalidHeaderName` for a name that is not a token, and `invalidArgument` for a field that must not be a trailer.
  package static func check(_ names: [String]) throws(HTTPException) {
    if names.isEmpty { throw .invalidArgument("trailers need at least one name") }
    for name in names {
      if forbidden.contains(name.lowercased()) {
        throw .invalidArgument("\(PythonRepr.string(name)) can't be a trailer: servers need it before the body (RFC 9110 section 6.5.1)")
      }
      var head = RequestHead(leniency: .default)
      try head.add(name, "")
    }
  }

  /// The last chunk with fields behind it.
  ///
  /// Throws `invalidArgument` for a field that is not one of `declared`, and what is thrown for invalid names and values.
  package static func lastChunk(_ fields: HTTPMessage, declared: [String]) throws(HTTPException) -> [UInt8] {
    let declared = Set(declared.map { $0.lowercased() })
    var section = RequestHead(leniency: .default)
    for (name, value) in fields.items {
      guard declared.contains(name.lowercased()) else {
        throw .invalidArgument("the trailer \(PythonRepr.string(name)) was not among the names that the request has declared")
      }
      try section.add(name, value)
    }
    return fields.isEmpty ? ChunkEncoder.end : Array("0\r\n".utf8) + section.bytes
  }

  /// What frames, routes, conditions or authenticates a message, or says how to read its content (RFC 9110 section 6.5.1).
  private static let forbidden: Set<String> = [
    "transfer-encoding", "content-length", "host", "connection", "keep-alive", "te", "trailer", "upgrade", "proxy-connection",
    "cache-control", "expect", "max-forwards", "pragma", "range", "if-match", "if-none-match", "if-modified-since",
    "if-unmodified-since", "if-range", "authorization", "proxy-authorization", "cookie", "set-cookie", "www-authenticate",
    "proxy-authenticate", "content-encoding", "content-type", "content-range", "age", "date", "expires", "location", "retry-after",
    "vary", "warning",
  ]
}
