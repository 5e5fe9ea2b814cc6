/// The host and port of a connection or tunnel (`HTTPConnection._get_hostport`; RFC 3986 section 3.2).
package struct HostPort: Equatable {
  package var host: String
  package var port: Int

  /// Creates a value from a host and port that have been checked.
  package init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  /// Splits `host:port` if `port` is nil, removes the brackets of an IPv6 address, and checks both parts.
  ///
  /// Throws `invalidURL` if a part is not valid (CVE-2019-18348). The error names the part.
  package init(_ text: String, port: Int?, defaultPort: Int, leniency: ParsingLeniency) throws(HTTPException) {
    if !leniency.contains(.looseRequestHeads) { try HostCheck.notURL(text) }
    self.host = text
    self.port = port ?? defaultPort
    // Compare scalars: a colon followed by a combining accent is one Character, and not equal to ":".
    let scalars = text.unicodeScalars
    if port == nil, let colon = Self.portColon(scalars) {
      self.host = String(scalars[..<colon])
      self.port = try Self.port(String(scalars[scalars.index(after: colon)...]), defaultPort: defaultPort, leniency: leniency)
    }
    try HostCheck.controlCharacters(host)
    if leniency.contains(.looseRequestHeads) {
      if host.hasPrefix("["), host.hasSuffix("]"), host.utf8.count > 1 { host = String(host.dropFirst().dropLast()) }
      return
    }
    host = try HostCheck.checked(host)
    guard 0...65_535 ~= self.port else { throw .invalidURL("port out of range: \(self.port)") }
  }

  /// The last colon, unless it is inside brackets.
  private static func portColon(_ text: String.UnicodeScalarView) -> String.Index? {
    guard let colon = text.lastIndex(of: ":") else { return nil }
    if let bracket = text.lastIndex(of: "]"), bracket > colon { return nil }
    return colon
  }

  private static func port(_ text: String, defaultPort: Int, leniency: ParsingLeniency) throws(HTTPException) -> Int {
    if text.isEmpty {
      if leniency.contains(.emptyPort) { return defaultPort }
      throw .invalidURL("empty port")
    }
    if leniency.contains(.looseRequestHeads) {
      guard case .value(let value)? = PythonNumbers.integer(Self.inASCII(text)), let port = Int(exactly: value) else {
        throw .invalidURL("nonnumeric port: \(PythonRepr.string(text))")
      }
      return port
    }
    guard text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { throw .invalidURL("nonnumeric port: \(PythonRepr.string(text))") }
    guard text.utf8.count <= 9, let port = Int(text), port <= 65_535 else { throw .invalidURL("port out of range: \(text)") }
    return port
  }

  /// Whether the bytes are a host with an optional port, as in `Host` (RFC 9110 section 7.2), or nothing, which says that the target has
  /// no host. Names may be percent-encoded there. An address can't have a scope.
  static func isField(_ value: ArraySlice<UInt8>) -> Bool {
    guard value.allSatisfy({ $0 < 0x80 }) else { return false }
    var host = Latin1.string(value)
    if let colon = portColon(host.unicodeScalars) {
      let digits = String(host.unicodeScalars[host.unicodeScalars.index(after: colon)...])
      guard (try? port(digits, defaultPort: 0, leniency: .emptyPort)) != nil else { return false }
      host = String(host.unicodeScalars[..<colon])
    }
    return HostCheck.isURIHost(host)
  }

  /// The text with the digits and whitespace of all scripts as their ASCII equivalents, because Python's `int()` accepts them. Other
  /// scalars beyond ASCII become "?".
  private static func inASCII(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { scalar in
      if scalar.isASCII { return UInt8(truncatingIfNeeded: scalar.value) }
      if scalar.properties.isWhitespace { return UInt8(ascii: " ") }
      guard scalar.properties.generalCategory == .decimalNumber, let digit = scalar.properties.numericValue else {
        return UInt8(ascii: "?")
      }
      return UInt8(ascii: "0") + UInt8(digit)
    }
  }

  /// The host and port for a `Host` field or CONNECT target (RFC 9110 section 7.2). An IPv6 address gets brackets and loses its scope,
  /// which has no meaning on another machine (RFC 6874). A port equal to `defaultPort` is omitted.
  package static func field(host: String, port: Int, defaultPort: Int?) throws(HTTPException) -> String {
    var text = try IDNA.ascii(host)
    if text.utf8.contains(UInt8(ascii: ":")) {
      if !text.hasPrefix("[") { text = "[\(text)]" }
      if text.contains("%") { text = text.prefix { $0 != "%" } + "]" }
    }
    return port == defaultPort ? text : "\(text):\(port)"
  }
}
