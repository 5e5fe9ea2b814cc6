public import HTTPWireCore

extension HTTPURL {
  /// The URL that a reference stands for in a document or response of this URL (RFC 3986 section 5.2), such as a link or a `Location`.
  ///
  /// ```swift
  /// let url = try HTTPURL("http://example.org/a/b?c")
  /// print(try url.resolving("../d"))                 // http://example.org/d
  /// print(try url.resolving("//other.example/"))     // http://other.example/
  /// ```
  ///
  /// The reference is encoded like the text of ``init(_:pathAsIs:)``. One without a host keeps this URL's user and password. A reference of
  /// the same scheme without a host, such as `http:g`, is taken for a relative one, as by Python and browsers (section 5.2.2).
  ///
  /// Throws what that initializer throws: `unsupportedScheme` for a reference such as `mailto:…`, `invalidURL` for one that is not valid.
  public func resolving(_ reference: String) throws(HTTPException) -> HTTPURL {
    try Self.checkCharacters(reference)
    var rest = reference.unicodeScalars[...]
    var scheme = self.scheme
    if let name = Self.schemeName(rest) {
      rest = rest[name.endIndex...].dropFirst()
      scheme = try Self.scheme(name)
    }
    if rest.starts(with: "//".unicodeScalars) { return try HTTPURL(scheme, rest.dropFirst(2), pathAsIs: false) }
    guard scheme == self.scheme else { throw .invalidURL("the reference has the scheme \(scheme.rawValue), but no host") }
    return replacingParts(Parts(rest))
  }

  /// RFC 3986 section 5.2.2, for a reference without a scheme and an authority.
  private func replacingParts(_ parts: Parts) -> HTTPURL {
    changed { url in
      url.fragment = parts.fragment
      if parts.path.isEmpty {
        url.query = parts.query ?? query
      } else {
        url.query = parts.query
        let isAbsolute = parts.path.hasPrefix("/")
        url.path = Self.withoutDotSegments(isAbsolute ? parts.path : directory + parts.path)
      }
    }
  }

  /// The path up to its last slash.
  private var directory: String { String(path[...(path.utf8.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex)]) }

  /// The scheme that a reference starts with, or nil if it has none (RFC 3986 section 3.1).
  private static func schemeName(_ text: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView? {
    let name = text.prefix { $0 != ":" && $0 != "/" && $0 != "?" && $0 != "#" }
    guard text[name.endIndex...].first == ":", let first = name.first, first.isASCII, first.properties.isAlphabetic else { return nil }
    let isName = name.allSatisfy { scalar in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "+", "-", ".": true
      default: false
      }
    }
    return isName ? name : nil
  }

  /// A path, which starts with a slash, without the segments "." and ".." (RFC 3986 section 5.2.4).
  static func withoutDotSegments(_ path: String) -> String {
    var kept: [Substring.UTF8View] = []
    let segments = path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    for (index, segment) in segments.enumerated() {
      let isDot = segment.elementsEqual(".".utf8)
      let isParent = segment.elementsEqual("..".utf8)
      if isParent, !kept.isEmpty { kept.removeLast() }
      if !isDot, !isParent {
        kept.append(segment)
      } else if index == segments.count - 1 {
        // "/a/." and "/a/b/.." are the directory "/a/".
        kept.append(Substring().utf8)
      }
    }
    return kept.map { "/" + String(Substring($0)) }.joined()
  }
}
