// MARK: - Parameters of any field

extension HTTPMessage {
  /// The parameters of the first field named `header` (`Message.get_params`). Empty if there is no such field, where Python returns
  /// `None`.
  ///
  /// As in Python, the text before the first semicolon is the first element, as a parameter without a value. Parameters that RFC 2231
  /// encodes come last. Their values are decoded as UTF-8, US-ASCII or Latin-1, and any other charset as Latin-1. Python returns the
  /// undecoded bytes with charset and language.
  ///
  /// ```swift
  /// let headers: HTTPMessage = ["Content-Type": "text/html; charset=utf-8"]
  /// headers.getParams()   // text/html, charset=utf-8
  /// ```
  public func getParams(header: String = "content-type") -> [HTTPParameter] {
    parsedParameters(header).map { parameter in
      var result = HTTPParameter(name: parameter.name, value: parameter.value.text)
      if case .extended(let charset, let language, _) = parameter.value {
        result.charset = charset
        result.language = language
      }
      return result
    }
  }

  /// The value of a parameter of the first field named `header` (`Message.get_param`). Nil if the field or the parameter is missing.
  ///
  /// Names compare without regard to case. The value is unquoted and decoded as in ``getParams(header:)``. Where Python returns a tuple,
  /// this is the result of `email.utils.collapse_rfc2231_value`.
  public func getParam(_ name: String, header: String = "content-type") -> String? {
    parsedParameter(name, header)?.text
  }

  /// Appends a field with parameters (`Message.add_header`).
  ///
  /// Underscores in parameter names become hyphens. Values are quoted. A value beyond ASCII is encoded as UTF-8 by RFC 2231. A parameter
  /// whose value is nil or empty is written as its name alone.
  ///
  /// ```swift
  /// headers.add("Content-Disposition", "attachment", parameters: [("filename", "Fußball.txt")])
  /// // Content-Disposition: attachment; filename*=utf-8''Fu%C3%9Fball.txt
  /// ```
  public mutating func add(_ name: String, _ value: String?, parameters: [(String, String?)]) {
    let parts = parameters.map { Self.formatted($0.0, $0.1) }
    add(name, ((value.map { [$0] } ?? []) + parts).joined(separator: "; "))
  }

  private static func formatted(_ name: String, _ value: String?) -> String {
    let name = PythonText.string(name.unicodeScalars.map { $0 == "_" ? "-" : $0 })
    guard let value, !value.isEmpty else { return name }
    guard value.utf8.allSatisfy({ $0 < 0x80 }) else { return name + "*=" + RFC2231.encode(value) }
    var quoted = String.UnicodeScalarView()
    for scalar in value.unicodeScalars {
      if scalar == "\\" || scalar == "\"" { quoted.append("\\") }
      quoted.append(scalar)
    }
    return "\(name)=\"\(String(quoted))\""
  }

  private func parsedParameters(_ header: String) -> [ParsedParameter] {
    self[header].map(ParameterParser.parameters(of:)) ?? []
  }

  private func parsedParameter(_ name: String, _ header: String) -> ParsedParameter.Value? {
    // Compare scalars: Strings are also equal to other compositions of their letters.
    let folded = name.lowercased().unicodeScalars
    return parsedParameters(header).first { $0.name.lowercased().unicodeScalars.elementsEqual(folded) }?.value
  }
}

// MARK: - Content-Type and Content-Disposition

extension HTTPMessage {
  /// The media type in lower case, without parameters, such as `text/html` (`Message.get_content_type`). It is `text/plain` if
  /// `Content-Type` is missing or does not have exactly one slash (RFC 2045 section 5.2).
  public func getContentType() -> String {
    let type = self["content-type"].map { ParameterParser.main(of: $0).lowercased() } ?? "text/plain"
    return type.utf8.count { $0 == UInt8(ascii: "/") } == 1 ? type : "text/plain"
  }

  /// The media type's part before the slash (`Message.get_content_maintype`).
  public func getContentMainType() -> String { String(getContentType().unicodeScalars.prefix { $0 != "/" }) }

  /// The media type's part after the slash (`Message.get_content_subtype`).
  public func getContentSubtype() -> String { String(getContentType().unicodeScalars.drop { $0 != "/" }.dropFirst()) }

  /// The `charset` of `Content-Type` in lower case (`Message.get_content_charset`). Nil if there is none or it is not ASCII.
  public func getContentCharset() -> String? {
    let name: String? =
      switch parsedParameter("charset", "content-type") {
      case .plain(let text): text
      // No decoding: a charset's name is ASCII, which is the same in every known charset.
      case .extended(_, _, let text): text
      case nil: nil
      }
    return name.flatMap { $0.utf8.allSatisfy { $0 < 0x80 } ? $0.lowercased() : nil }
  }

  /// The file name for the body (`Message.get_filename`): the `filename` of `Content-Disposition`, or else the `name` of `Content-Type`,
  /// without the whitespace around it. Nil if there is neither.
  ///
  /// The peer chooses this name. It can have slashes, `..` and control characters, so never use it as a path unchecked (RFC 6266 section
  /// 4.3).
  public func getFilename() -> String? {
    let value = parsedParameter("filename", "content-disposition") ?? parsedParameter("name", "content-type")
    return value.map { PythonText.string(PythonText.strip($0.collapsedRun)) }
  }

  /// The disposition type in lower case, such as `inline` or `attachment` (`Message.get_content_disposition`; RFC 6266). Nil if there is
  /// no `Content-Disposition`.
  public func getContentDisposition() -> String? {
    self["content-disposition"].map { ParameterParser.main(of: $0).lowercased() }
  }

  /// The `boundary` of `Content-Type`, without whitespace at its end, or nil (`Message.get_boundary`; RFC 2046 section 5.1.1).
  public func getBoundary() -> String? {
    parsedParameter("boundary", "content-type").map { PythonText.string(PythonText.rstrip($0.collapsedRun)) }
  }
}
