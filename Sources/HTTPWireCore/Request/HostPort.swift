/// A host and port out of the arguments of a connection or tunnel (`HTTPConnection._get_hostport`; RFC 3986 section 3.2).
package struct HostPort: Equatable {
  package var host: String
  package var port: Int

  /// A host and port that have been checked.
  package init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  /// Splits `host:port` when no port is given, takes the brackets off an IPv6 address, and checks both parts.
  ///
  /// Throws `invalidURL` for what can be neither (CVE-2019-18348), naming the part.
  package init(_ text: String, port: Int?, defaultPort: Int, leniency: ParsingLeniency) throws(HTTPException) {
    self.host = text
    self.port = port ?? defaultPort
    // By scalars: to a Character, a colon with an accent on it is none.
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

  /// The last colon, unless it stands inside brackets.
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

  /// The text with the digits and blanks of all scripts as those of ASCII, all of which Python's `int()` knows; "?" for the rest.
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

  /// The host as it stands in a `Host` field or CONNECT target: bracketed when it is an IPv6 address, without its scope (RFC 6874 says
  /// that the scope has no meaning off this machine), and the port unless it is `defaultPort` (RFC 9110 section 7.2).
  package static func field(host: String, port: Int, defaultPort: Int?) throws(HTTPException) -> String {
    var text = try IDNA.ascii(host)
    if text.utf8.contains(UInt8(ascii: ":")) {
      if !text.hasPrefix("[") { text = "[\(text)]" }
      if text.contains("%") { text = text.prefix { $0 != "%" } + "]" }
    }
    return port == defaultPort ? text : "\(text):\(port)"
  }
}
