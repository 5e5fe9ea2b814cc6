/// Reads the arguments of a command line, as curl does.
///
/// `--name value` and `--name=value` are the same. Letters can stand together, and a value can stand behind its letter: `-sSo file`,
/// `-ofile`. `--no-name` undoes a flag without a value. Behind `--` there are URLs only.
struct CommandParser {
  private var arguments: ArraySlice<Argument>
  var settings: Settings
  private var isOnlyURLs = false

  /// Applies arguments to settings. Throws `badUsage`, and what the files of `-K` throw.
  static func apply(_ arguments: [Argument], to settings: inout Settings) throws(Complaint) {
    var parser = CommandParser(taking: &settings)
    defer { settings = parser.settings }
    try parser.take(arguments)
  }

  /// Takes the settings over, so that their arrays are not copied with each flag. Whoever has lent them takes them back at the end.
  init(taking settings: inout Settings) {
    arguments = []
    self.settings = settings
    settings = Settings()
  }

  /// Takes further arguments.
  mutating func take(_ further: [Argument]) throws(Complaint) {
    arguments = further[...]
    while let argument = arguments.popFirst() { try take(argument) }
  }

  private mutating func take(_ argument: Argument) throws(Complaint) {
    let bytes = argument.bytes
    if isOnlyURLs || bytes.first != Self.hyphen || bytes.count == 1 {
      settings.urls.append(argument)
    } else if bytes.count == 2, bytes[1] == Self.hyphen {
      isOnlyURLs = true
    } else if bytes[1] == Self.hyphen {
      try takeLong(argument)
    } else {
      try takeLetters(bytes)
    }
  }

  private mutating func takeLong(_ argument: Argument) throws(Complaint) {
    let typed = argument.bytes.dropFirst(2)
    let end = typed.firstIndex(of: UInt8(ascii: "=")) ?? typed.endIndex
    let name = try Argument(typed[..<end]).text()
    let attached = end < typed.endIndex ? Argument(typed[(end + 1)...]) : nil
    let flag = try Self.flag(named: name)
    switch flag.flag.effect {
    case .value(_, let effect):
      guard flag.isOn else { throw Complaint(.badUsage, "--\(name): only flags without a value can be undone") }
      guard let value = attached ?? arguments.popFirst() else { throw Complaint(.badUsage, "--\(name) needs a value") }
      try apply(effect, value, of: "--" + name)
    case .toggle(let effect):
      if attached != nil { throw Complaint(.badUsage, "--\(name) takes no value") }
      effect(&settings, flag.isOn)
    case .none: break
    }
  }

  /// The flag of a name, and whether it is set and not undone. A flag's own name comes first: there is `--no-buffer`.
  private static func flag(named name: String) throws(Complaint) -> (flag: Flag, isOn: Bool) {
    if let flag = FlagGroup.flag(named: name) { return (flag, true) }
    if name.hasPrefix("no-"), let flag = FlagGroup.flag(named: name.dropFirst(3)) { return (flag, false) }
    throw Complaint(.badUsage, Suggestion.text(unknown: name))
  }

  private mutating func takeLetters(_ bytes: [UInt8]) throws(Complaint) {
    for index in bytes.indices.dropFirst() {
      let name = "-" + TerminalText.escaped(CollectionOfOne(bytes[index]))
      guard let flag = FlagGroup.flag(lettered: bytes[index]) else {
        throw Complaint(.badUsage, "there is no flag \(name); see httpwire --help")
      }
      switch flag.effect {
      case .toggle(let effect): effect(&settings, true)
      case .none: break
      case .value(_, let effect):
        let attached = bytes[(index + 1)...]
        guard let value = attached.isEmpty ? arguments.popFirst() : Argument(attached) else {
          throw Complaint(.badUsage, "\(name) needs a value")
        }
        return try apply(effect, value, of: name)
      }
    }
  }

  private mutating func apply(
    _ effect: (inout Settings, Argument) throws(Complaint) -> Void, _ value: Argument, of name: String
  ) throws(Complaint) {
    do {
      try effect(&settings, value)
    } catch {
      throw Complaint(error.status, "\(name): \(error.text)")
    }
  }

  private static let hyphen = UInt8(ascii: "-")
}
