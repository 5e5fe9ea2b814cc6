/// The completions for zsh.
enum ZshCompletions {
  static var text: String {
    """
    #compdef httpwire
    # Completions of httpwire for zsh: as _httpwire in a folder of $fpath, or eval "$(httpwire --completions zsh)"
    _httpwire() {
      _arguments -s -S \\
    \(Completions.flags.map(entry).joined())    '1: :(\(Completions.commands.joined(separator: " ")))' \\
        '*: :'
    }
    if [ "${funcstack[1]}" = _httpwire ]; then _httpwire "$@"; else compdef _httpwire httpwire; fi

    """
  }

  /// The lines of a flag: one for each of its names. Each may stand several times.
  private static func entry(_ flag: Flag) -> String {
    let description = "[" + escaped(Help.sentence(flag), "\\[]") + "]"
    let values = Completions.values(of: flag)
    return Completions.names(flag).map { name in
      let mark = values == nil ? "" : name.hasPrefix("--") ? "=" : "+"
      return "    " + quoted("*" + name + mark + description + (values.map { argument($0, of: flag) } ?? "")) + " \\\n"
    }.joined()
  }

  private static func argument(_ values: Completions.Values, of flag: Flag) -> String {
    guard case .value(let name, _) = flag.effect else { return "" }
    let action =
      switch values {
      case .files: "_files"
      case .directories: "_files -/"
      case .filesBehindAt: "{ compset -P @ && _files }"
      case .words(let words): "(" + words.joined(separator: " ") + ")"
      case .unknown: " "
      }
    return ":" + escaped(name, "\\:") + ":" + action
  }

  private static func escaped(_ text: String, _ special: String) -> String {
    text.reduce(into: "") { $0 += special.contains($1) ? "\\\($1)" : "\($1)" }
  }

  private static func quoted(_ text: String) -> String { "'" + text.reduce(into: "") { $0 += $1 == "'" ? "'\\''" : "\($1)" } + "'" }
}
