/// The text of `--help`, made from the tables of flags.
enum Help {
  /// What the command does, in a few lines.
  static let usage = """
    Fetch URLs over HTTP/1.1 and print what comes.

    httpwire [flags] URL...
    httpwire demo                the examples of http.client's documentation, against a server of its own
    httpwire help exit-codes     what each exit status says

    """

  /// What people do most, and how.
  static let examples: [(command: String, purpose: String)] = [
    ("httpwire https://example.org/", "print a page"),
    ("httpwire -fsSL https://example.org/install.sh -o install.sh", "download in a script: follow, fail on errors, say why"),
    ("httpwire -C - -O https://example.org/big.iso", "go on with a download that was cut off"),
    ("httpwire --json '{\"name\": \"spam\"}' https://api.example.org/items", "POST JSON"),
    ("httpwire -F photo=@beach.jpg -F title=Sea https://example.org/upload", "upload a file in a form"),
    ("httpwire -u ada:secret -T report.pdf https://example.org/files/", "PUT a file with a login"),
    ("httpwire -s -o /dev/null -w '%{http_code} %{time_total}\\n' https://example.org/", "ask for the status and the time"),
    ("httpwire -sI https://example.org/", "show the head alone"),
    ("httpwire --timing --compressed https://example.org/ -o page.html", "see where the time goes"),
    ("httpwire -Z --remote-name-all https://example.org/a https://example.org/b", "fetch several files at once"),
  ]

  /// What differs from curl on purpose.
  static let differences: [(what: String, difference: String)] = [
    ("a file of -o", "it has its name once it is whole; what was cut off is removed, unless --keep-partial or -C asks for it"),
    ("https to http", "a redirection is refused, unless --proto-redir names http"),
    ("-X with -L", "the method is kept, as with curl's --follow, except where 303 asks for a GET of what was no GET"),
    ("credentials", "they go to the origin that they are for: scheme, host and port"),
    ("spaces in a URL", "they are percent-encoded instead of refused"),
    ("{a,b} and [1-3]", "they are taken as they are, as with curl's -g"),
    ("~/.curlrc", "no file is read unless -K names it"),
    ("--steps, --timing, --har, --json-output, --sse, --repeat", "curl has none of these"),
  ]

  /// The whole text.
  static var text: String {
    var text = usage
    for group in FlagGroup.all {
      text += "\n\(group.title):\n"
      for flag in group.flags { text += entry(flag) }
    }
    text += "\nExamples:\n"
    for example in examples { text += "  \(example.command)\n      \(example.purpose)\n" }
    text += "\nOther than curl:\n"
    for row in differences { text += "  \(row.what)\n" + wrapped(row.difference, indent: 6) }
    return text
  }

  /// The names of a flag with its value, as in `-o, --output FILE`.
  static func names(_ flag: Flag) -> String {
    var names = flag.short.map { "-\(Character(Unicode.Scalar($0))), --" } ?? "    --"
    names += flag.long
    if case .value(let value, _) = flag.effect { names += " <\(value)>" }
    return names
  }

  private static func entry(_ flag: Flag) -> String {
    let names = "  " + names(flag)
    let note = if case .none = flag.effect { "(No effect.) " } else { "" }
    return names + "\n" + wrapped(note + flag.help, indent: 10)
  }

  /// Text in lines of at most 100 columns.
  static func wrapped(_ text: String, indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + word.count + 1 > 100 - indent {
        lines.append(margin + line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return (lines + [margin + line]).joined(separator: "\n") + "\n"
  }
}
