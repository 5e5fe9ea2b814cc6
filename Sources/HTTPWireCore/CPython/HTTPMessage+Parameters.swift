// MARK: - Parameters of any field

extension HTTPMessage {
  /// The parameters of the first field of a name, of `Content-Type` unless another is given; empty when there is no such field
  /// (`Message.get_params`, which then returns `None`).
  ///
  /// As in Python, what stands before the first semicolon comes first, as a parameter without value, and parameters that RFC 2231
  /// encodes come last. Their values are decoded from UTF-8, US-ASCII or Latin-1, for which any other charset is taken, where
  /// Python hands out the undecoded bytes with charset and language.
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

  /// The value of a parameter of the first field named `header`, or nil when the field or the parameter is missing
  /// (`Message.get_param`). Names compare without regard to case. The value is unquoted and decoded as by ``getParams(header:)``;
  /// where Python has a tuple, that is `email.utils.collapse_rfc2231_value` of it.
  public func getParam(_ name: String, header: String = "content-type") -> String? {
    parsedParameter(name, header)?.text
  }

  /// Appends a field with parameters (`Message.add_header`).
  ///
  /// Underscores in the names of parameters become hyphens. Values are quoted; one beyond ASCII is encoded by RFC 2231 as UTF-8.
  /// A parameter whose value is nil or empty is its bare name.
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
    // By scalars, as a String would be equal to another composition of its letters.
    let folded = name.lowercased().unicodeScalars
    return parsedParameters(header).first { $0.name.lowercased().unicodeScalars.elementsEqual(folded) }?.value
  }
}

// MARK: - Content-Type and Content-Disposition

extension HTTPMessage {
  /// The media type in lower case, without parameters: `text/html`. `text/plain` where `Content-Type` is missing or is not two parts
  /// around one slash (`Message.get_content_type`; RFC 2045 section 5.2).
  public func getContentType() -> String {
    let type = self["content-type"].map { ParameterParser.main(of: $0).lowercased() } ?? "text/plain"
    return type.utf8.count { $0 == UInt8(ascii: "/") } == 1 ? type : "text/plain"
  }

  /// The media type's part before the slash (`Message.get_content_maintype`).
  public func getContentMainType() -> String { String(getContentType().unicodeScalars.prefix { $0 != "/" }) }

  /// The media type's part after the slash (`Message.get_content_subtype`).
  public func getContentSubtype() -> String { String(getContentType().unicodeScalars.drop { $0 != "/" }.dropFirst()) }

  /// The `charset` of `Content-Type` in lower case, or nil when there is none or it is not ASCII (`Message.get_content_charset`).
  public func getContentCharset() -> String? {
    let name: String? =
      switch parsedParameter("charset", "content-type") {
      case .plain(let text): text
      // Decoding has nothing to add: in every charset that is known, only ASCII bytes make ASCII text.
      case .extended(_, _, let text): text
      case nil: nil
      }
    return name.flatMap { $0.utf8.allSatisfy { $0 < 0x80 } ? $0.lowercased() : nil }
  }

  /// The name for the file that the body is, without the blanks around it: the `filename` of `Content-Disposition`, or else the
  /// `name` of `Content-Type`, or nil (`Message.get_filename`).
  ///
  /// The peer chose it: it can hold slashes, `..` and control characters, and must not be used as a path as it stands
  /// (RFC 6266 section 4.3).
  public func getFilename() -> String? {
    let value = parsedParameter("filename", "content-disposition") ?? parsedParameter("name", "content-type")
    return value.map { PythonText.string(PythonText.strip($0.collapsedRun)) }
  }

  /// What `Content-Disposition` says before its parameters, in lower case (`inline`, `attachment`), or nil without such a field
  /// (`Message.get_content_disposition`; RFC 6266).
  public func getContentDisposition() -> String? {
    self["content-disposition"].map { ParameterParser.main(of: $0).lowercased() }
  }

  /// The `boundary` of `Content-Type` without blanks at its end, or nil (`Message.get_boundary`; RFC 2046 section 5.1.1).
  public func getBoundary() -> String? {
    parsedParameter("boundary", "content-type").map { PythonText.string(PythonText.rstrip($0.collapsedRun)) }
  }
}
