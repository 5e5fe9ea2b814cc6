/// The completions for bash 3.2 and later.
enum BashCompletions {
  static var text: String {
    """
    # Completions of httpwire for bash: eval "$(httpwire --completions bash)"
    _httpwire() {
      local IFS=$'\\n' word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} letters
      COMPREPLY=()
      # bash makes three words of --flag=value.
      if [ "$word" = = ]; then
        word=
      elif [ "$before" = = ] && [ "$COMP_CWORD" -ge 2 ]; then
        before=${COMP_WORDS[COMP_CWORD-2]}
      fi
      # Of letters that stand together, only the last one can take the next word.
      if [[ $before == -[!-]* ]]; then
        letters=${before#-}
        while [[ ${#letters} -gt 1 && $letters != [\(valued)]* ]]; do letters=${letters#?}; done
        if [ "${#letters}" -eq 1 ]; then before=-$letters; else before=; fi
      fi
      case $before in
    \(cases)  esac
      case $word in
        -*) COMPREPLY=($(compgen -W '\(names)' -- "$word")) ;;
        *) if [ "$COMP_CWORD" -eq 1 ]; then COMPREPLY=($(compgen -W '\(Completions.commands.joined(separator: "\n"))' -- "$word")); fi ;;
      esac
    }
    complete -F _httpwire httpwire

    """
  }

  /// The letters of the flags that take a value.
  private static var valued: String {
    Completions.flags.filter { Completions.values(of: $0) != nil }.compactMap(\.short).map { String(Character(Unicode.Scalar($0))) }
      .joined()
  }

  private static var names: String { Completions.flags.map { "--" + $0.long }.joined(separator: "\n") }

  /// A line for each kind of value.
  private static var cases: String {
    var order: [Completions.Values] = []
    var flags: [Completions.Values: [String]] = [:]
    for flag in Completions.flags {
      guard let values = Completions.values(of: flag) else { continue }
      if flags[values] == nil { order.append(values) }
      flags[values, default: []] += Completions.names(flag)
    }
    return order.map { "    \(flags[$0, default: []].joined(separator: "|")))\n      \(action($0))return ;;\n" }.joined()
  }

  private static func action(_ values: Completions.Values) -> String {
    // With this option, bash quotes the names and puts a slash behind directories. Versions before 4 do not know it.
    let quoting = "compopt -o filenames 2>/dev/null; "
    return switch values {
    case .files: quoting + "COMPREPLY=($(compgen -f -- \"$word\")); "
    case .directories: quoting + "COMPREPLY=($(compgen -d -- \"$word\")); "
    case .filesBehindAt: "case $word in @*) \(quoting)COMPREPLY=($(compgen -P @ -f -- \"${word#@}\")) ;; esac; "
    case .words(let words): "COMPREPLY=($(compgen -W '\(words.joined(separator: "\n"))' -- \"$word\")); "
    case .unknown: ""
    }
  }
}
