/// A challenge of a server or a proxy (RFC 9110 section 11.3): how it wants credentials. ``HTTPMessage/challenges(of:)`` reads them.
public struct Challenge: Sendable, Hashable {
  /// The scheme in lower case.
  public var scheme: String
  /// The parameters, their names in lower case. Values are without quotation marks, as Latin-1 text. The first of a name counts.
  public var parameters: [String: String] = [:]
}

extension HTTPMessage {
  /// The challenges of a response to a client without credentials, of all `WWW-Authenticate` fields, or of all `Proxy-Authenticate` fields
  /// (RFC 9110 section 11.6.1).
  ///
  /// ```swift
  /// if let bearer = response.headers.challenges().first(where: { $0.scheme == "bearer" }) {
  ///   print(bearer.parameters["realm"] ?? "", bearer.parameters["scope"] ?? "")
  /// }
  /// ```
  ///
  /// A parameter is no scheme, and quoted text is no challenge. What is in no form that the RFC has is skipped.
  public func challenges(of name: String = "WWW-Authenticate") -> [Challenge] { Challenges.all(of: name, in: self) }
}

/// Finds the challenges in fields.
package enum Challenges {
  /// Whether the fields have a challenge of the Basic scheme to a proxy's client.
  package static func offerBasic(_ fields: HTTPMessage) -> Bool {
    fields.challenges(of: "Proxy-Authenticate").contains { $0.scheme == "basic" }
  }

  fileprivate static func all(of name: String, in fields: HTTPMessage) -> [Challenge] {
    let name = name.lowercased()
    var challenges: [Challenge] = []
    for index in fields.indices where fields.name(at: index).lowercased() == name {
      var isWithin = false
      for item in items(Array(fields.valueBytes(at: index))) {
        let word = item.prefix { ASCII.isTokenCharacter($0) }
        let rest = item.dropFirst(word.count).trimmingWhitespace()
        if word.isEmpty || rest.first == UInt8(ascii: "=") {
          if isWithin { add(item, to: &challenges) }
        } else {
          isWithin = true
          challenges.append(Challenge(scheme: lowercased(word)))
          add(rest, to: &challenges)
        }
      }
    }
    return challenges
  }

  /// Adds a parameter to the last challenge. Does nothing for what is no parameter, such as a token68.
  private static func add(_ item: ArraySlice<UInt8>, to challenges: inout [Challenge]) {
    let name = item.prefix { ASCII.isTokenCharacter($0) }
    let rest = item.dropFirst(name.count).trimmingWhitespace()
    guard !name.isEmpty, rest.first == UInt8(ascii: "="), let value = value(rest.dropFirst().trimmingWhitespace()) else { return }
    let key = lowercased(name)
    let last = challenges.count - 1
    if challenges[last].parameters[key] == nil { challenges[last].parameters[key] = Latin1.string(value) }
  }

  /// A token, or what is between quotation marks, with escapes undone (RFC 9110 section 5.6.4). Nil for anything else.
  private static func value(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    guard text.first == UInt8(ascii: "\"") else {
      return !text.isEmpty && text.allSatisfy { ASCII.isTokenCharacter($0) } ? Array(text) : nil
    }
    var value: [UInt8] = []
    var isEscaped = false
    for (offset, byte) in text.dropFirst().enumerated() {
      if isEscaped {
        isEscaped = false
        value.append(byte)
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        return offset + 2 == text.count ? value : nil
      } else {
        value.append(byte)
      }
    }
    return nil
  }

  private static func lowercased(_ token: ArraySlice<UInt8>) -> String {
    String(decoding: token.map { ASCII.lowercased($0) }, as: UTF8.self)
  }

  /// The parts between the commas that are outside of quotation marks, without whitespace around them.
  private static func items(_ value: [UInt8]) -> [ArraySlice<UInt8>] {
    var items: [ArraySlice<UInt8>] = []
    var start = 0
    var isQuoted = false
    var isEscaped = false
    for (index, byte) in value.enumerated() {
      if isEscaped {
        isEscaped = false
      } else if isQuoted, byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if byte == ASCII.comma, !isQuoted {
        items.append(value[start..<index].trimmingWhitespace())
        start = index + 1
      }
    }
    return items + [value[start...].trimmingWhitespace()]
  }
}
