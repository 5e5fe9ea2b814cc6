/// A flag of the command line. The tables of flags are all that is known about flags: the parser, the help, the manual page and the
/// completions are made from them.
struct Flag: Sendable {
  /// What a flag does with the settings.
  enum Effect: Sendable {
    /// Sets something; `--no-NAME` sets the opposite.
    case toggle(@Sendable (inout Settings, Bool) -> Void)
    /// Takes a value, whose name is for the help.
    case value(String, @Sendable (inout Settings, Argument) throws(Complaint) -> Void)
    /// Nothing: it is so anyway, or it is about what does not exist here.
    case none
  }

  /// The letter; nil without one.
  let short: UInt8?
  /// The name without its hyphens.
  let long: String
  /// One sentence for the help.
  let help: String
  let effect: Effect

  /// A flag without a value.
  static func toggle(
    _ short: Unicode.Scalar?, _ long: String, _ help: String, _ effect: @escaping @Sendable (inout Settings, Bool) -> Void
  ) -> Flag {
    Flag(short: short.map { UInt8(ascii: $0) }, long: long, help: help, effect: .toggle(effect))
  }

  /// A flag with a value.
  static func value(
    _ short: Unicode.Scalar?, _ long: String, _ name: String, _ help: String,
    _ effect: @escaping @Sendable (inout Settings, Argument) throws(Complaint) -> Void
  ) -> Flag {
    Flag(short: short.map { UInt8(ascii: $0) }, long: long, help: help, effect: .value(name, effect))
  }

  /// A flag without an effect.
  static func none(_ short: Unicode.Scalar?, _ long: String, _ help: String) -> Flag {
    Flag(short: short.map { UInt8(ascii: $0) }, long: long, help: help, effect: .none)
  }
}

/// Flags that belong together, and their title in the help.
struct FlagGroup: Sendable {
  let title: String
  let flags: [Flag]

  /// All flags, in the order of the help.
  static let all = [request, body, redirects, retries, connection, tls, proxy, output, reports, general]

  /// The flag with a long name.
  static func flag(named name: some StringProtocol) -> Flag? {
    for group in all {
      for flag in group.flags where flag.long == name { return flag }
    }
    return nil
  }

  /// The flag with a letter.
  static func flag(lettered letter: UInt8) -> Flag? {
    for group in all {
      for flag in group.flags where flag.short == letter { return flag }
    }
    return nil
  }
}
