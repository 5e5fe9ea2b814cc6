/// The manual page (`--manual`) in the macros of man(7), made from the same tables as the help.
enum ManualPage {
  static var text: String {
    var page = ".TH HTTPWIRE 1 \"\" \(quoted("httpwire " + Version.number)) \"User Commands\"\n"
    page += section("NAME") + "httpwire \\- fetch URLs over HTTP/1.1\n"
    page += section("SYNOPSIS") + synopsis
    page += section("DESCRIPTION") + description
    page += section("FLAGS") + flags
    page += section("EXAMPLES") + Help.examples.map { example($0.command, $0.purpose) }.joined(separator: ".PP\n")
    page += section("EXIT STATUS") + statuses
    page += section("ENVIRONMENT") + environment.map { entry(bold($0.name), $0.meaning) }.joined()
    page += section("FILES") + files.map { entry(italic($0.name), $0.meaning) }.joined()
    page += section("OTHER THAN CURL") + Help.differences.map { entry(escaped($0.what), $0.difference) }.joined()
    page += section("SEE ALSO") + ".BR curl (1),\n.BR wget (1)\n"
    return page
  }

  private static let synopsis = """
    .B httpwire
    .RI [ flags ]
    .I URL ...
    .br
    .B httpwire demo
    .br
    .B httpwire help exit\\-codes

    """

  private static let paragraphs = [
    "httpwire fetches URLs over HTTP/1.1 and prints what comes. Flags have the names, meanings and exit statuses that they have in curl.",
    "A value stands behind its flag, or behind an equals sign: --output=file. Letters can stand together, and a value can stand "
      + "right behind its letter: -sSo file, -ofile. Behind -- there are URLs only.",
    Help.undoing,
  ]

  private static var description: String { paragraphs.map(line).joined(separator: ".PP\n") }

  private static var flags: String {
    FlagGroup.all.map { group in
      ".SS \(quoted(group.title))\n" + group.flags.map { entry(names($0), Help.sentence($0)) }.joined()
    }.joined()
  }

  /// The names of a flag in bold, and its value in italics.
  private static func names(_ flag: Flag) -> String {
    let names = Completions.names(flag).map(bold).joined(separator: ", ")
    guard case .value(let value, _) = flag.effect else { return names }
    return names + " " + italic(value)
  }

  private static var statuses: String {
    CommandStatus.allCases.sorted { $0.rawValue < $1.rawValue }.map { entry(bold("\($0.rawValue)"), $0.meaning) }.joined()
      + entry(bold("128+n"), CommandStatus.bySignal)
  }

  private static let environment = [
    (name: "http_proxy, https_proxy, all_proxy", meaning: "The proxies for URLs of these schemes, and for all others; -x replaces them."),
    (name: "no_proxy", meaning: "The hosts that are reached without a proxy; --noproxy replaces it."),
    (name: "NETRC", meaning: "The file of -n."),
    (name: "HOME", meaning: "Where -n finds .netrc."),
    (name: "SSL_CERT_FILE, SSL_CERT_DIR", meaning: "The authorities that OpenSSL trusts instead of the system's."),
  ]

  private static let files = [
    (name: "~/.netrc", meaning: "The logins of -n.")
  ]

  // MARK: Macros

  private static func section(_ title: String) -> String { ".SH \(quoted(title))\n" }

  /// A paragraph with a tag at its left. The tag is escaped already.
  private static func entry(_ tag: String, _ text: String) -> String { ".TP\n\(guarded(tag))\n" + line(text) }

  private static func example(_ command: String, _ purpose: String) -> String {
    line(purpose.prefix(1).uppercased() + purpose.dropFirst() + ":") + ".PP\n.RS 4\n.nf\n\(guarded(escaped(command)))\n.fi\n.RE\n"
  }

  private static func line(_ text: String) -> String { guarded(escaped(text)) + "\n" }

  private static func bold(_ text: String) -> String { "\\fB\(escaped(text))\\fR" }

  private static func italic(_ text: String) -> String { "\\fI\(escaped(text))\\fR" }

  /// An argument of a macro.
  private static func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }

  /// Text without anything that roff takes for its own. Hyphens, quotes and such are shown as the characters that people type.
  static func escaped(_ text: String) -> String {
    var page = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": page += "\\e"
      case "-": page += "\\-"
      case "'": page += "\\(aq"
      case "`": page += "\\(ga"
      case "^": page += "\\(ha"
      case "~": page += "\\(ti"
      case "\"": page += "\\(dq"
      case "\n": page += " "
      default: page.unicodeScalars.append(scalar)
      }
    }
    return page
  }

  /// A line of text that is no request, whatever its first character is.
  private static func guarded(_ line: String) -> String { line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line }
}
