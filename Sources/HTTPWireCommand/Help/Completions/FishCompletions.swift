/// The completions for fish.
enum FishCompletions {
  static var text: String {
    """
    # Completions of httpwire for fish: httpwire --completions fish | source
    complete -c httpwire -f
    complete -c httpwire -n __fish_is_first_arg -a '\(Completions.commands.joined(separator: " "))'
    \(Completions.flags.map(entry).joined())
    """
  }

  private static func entry(_ flag: Flag) -> String {
    let letter = flag.short.map { " -s " + quoted("\(Character(Unicode.Scalar($0)))") } ?? ""
    return "complete -c httpwire\(letter) -l \(flag.long)\(values(of: flag)) -d \(quoted(Help.sentence(flag)))\n"
  }

  private static func values(of flag: Flag) -> String {
    switch Completions.values(of: flag) {
    case nil: ""
    case .files: " -r -F"
    case .directories: " -x -a '(__fish_complete_directories)'"
    case .filesBehindAt, .unknown: " -x"
    case .words(let words): " -x -a " + quoted(words.joined(separator: " "))
    }
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.reduce(into: "") { $0 += $1 == "'" || $1 == "\\" ? "\\\($1)" : "\($1)" } + "'"
  }
}
