/// The text of `--help`, made from the tables of flags.
enum Help {
  /// What the command does, in a few lines.
  static let usage = """
    Fetch URLs over HTTP/1.1 and print what comes.

    httpwire [flags] URL...
    httpwire demo              Run the examples of http.client's documentation.
    httpwire help exit-codes   Say what each exit status means.

    """

  /// What people do most, and how.
  static let examples: [(command: String, purpose: String)] = [
    ("httpwire https://example.org/", "print a page"),
    ("httpwire -fsSL https://example.org/install.sh -o install.sh", "download in a script: follow, fail on errors, say why"),
    ("httpwire -C - -O https://example.org/big.iso", "go on with a download that was cut off"),
    ("httpwire --json '{\"name\": \"spam\"}' https://api.example.org/items", "POST JSON"),
    ("httpwire -F photo=@beach.jpg -F title=Sea https://example.org/upload", "upload a file in a form"),
    ("httpwire -u ada:secret -T report.pdf https://example.org/files/", "PUT a file with a login"),
    ("httpwire -s -o /dev/null -w '%{http_code}\\n' https://example.org/", "ask for the status alone"),
    ("httpwire -sI https://example.org/", "show the head alone"),
    ("httpwire --timing --compressed https://example.org/ -o page.html", "see where the time goes"),
    ("httpwire -Z --remote-name-all https://example.org/a https://example.org/b", "fetch several files at once"),
  ]

  /// What differs from curl on purpose.
  static let differences: [(what: String, difference: String)] = [
    ("the file of -o", "It gets its name once it is complete; what was cut off is removed, unless --keep-partial or -C asks for it."),
    ("https to http", "A redirection is refused, unless --proto-redir names http."),
    ("-X with -L", "The method is kept, as with curl's --follow, unless 303 asks for a GET."),
    ("credentials", "They go to the origin that they are for: scheme, host and port."),
    ("spaces in a URL", "They are percent-encoded instead of refused."),
    ("{a,b} and [1-3]", "They are sent as they are, as with curl's -g."),
    ("~/.curlrc", "No file is read unless -K names it."),
    ("not in curl", "--har, --json-output, --keep-partial, --leniency, --max-response-headers, --repeat, --sse, --steps and --timing."),
  ]

  /// Where the descriptions of flags start, and where all lines end.
  private static let column = 28
  private static let width = 80

  /// The whole text.
  static var text: String {
    var text = usage
    for group in FlagGroup.all {
      text += "\n\(group.title):\n"
      for flag in group.flags { text += entry(flag) }
    }
    text += "\n" + wrapped(undoing, indent: 0)
    text += "\nExamples:\n"
    for example in examples { text += "  \(example.command)\n" + wrapped(example.purpose, indent: 6) }
    text += "\nOther than curl:\n"
    for row in differences { text += columns(row.what, row.difference) }
    return text
  }

  /// How flags are undone, for the help and the manual page.
  static let undoing = "A flag without a value is undone by --no-NAME, as in --no-location. The last one counts."

  /// The names of a flag with its value, as in `-o, --output <file>`.
  static func names(_ flag: Flag) -> String {
    var names = flag.short.map { "-\(Character(Unicode.Scalar($0))), --" } ?? "    --"
    names += flag.long
    if case .value(let value, _) = flag.effect { names += " <\(value)>" }
    return names
  }

  /// The sentence about a flag.
  static func sentence(_ flag: Flag) -> String {
    if case .none = flag.effect { "(No effect.) " + flag.help } else { flag.help }
  }

  private static func entry(_ flag: Flag) -> String { columns(names(flag), sentence(flag)) }

  /// A name at the left and text at the right of it, or below it if it is long.
  private static func columns(_ name: String, _ text: String) -> String {
    let left = "  " + name
    let right = wrapped(text, indent: column)
    if left.count > column - 2 { return left + "\n" + right }
    return left + right.dropFirst(left.count)
  }

  /// Text in lines that all start with the same number of spaces.
  private static func wrapped(_ text: String, indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + word.count + 1 > width - indent {
        lines.append(margin + line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return (lines + [margin + line]).joined(separator: "\n") + "\n"
  }
}
