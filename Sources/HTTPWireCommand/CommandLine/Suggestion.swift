/// What is said about a flag that does not exist.
enum Suggestion {
  /// The message: with the flag that was probably meant, or with the reason why this command has no such flag.
  static func text(unknown name: String) -> String {
    let start = "there is no flag --\(TerminalText.escaped(name))"
    if let reason = FlagsElsewhere.reason(name) { return "\(start): \(reason)" }
    let meant = near(name).map { " or --" + $0 }
    if meant.isEmpty { return start + "; see httpwire --help" }
    return "\(start); did you mean\(meant.joined().dropFirst(3))?"
  }

  /// The flags that were probably meant; empty if nothing is near.
  ///
  /// A name that other programs use comes first. Then come the names that the typed one starts, and those that differ in a letter or two.
  static func near(_ name: String) -> [String] {
    let typed = name.lowercased()
    if let known = FlagsElsewhere.equals(typed) { return known }
    // What undoes a flag has the flag's own name behind its "no-".
    if typed.hasPrefix("no-"), case let meant = near(String(typed.dropFirst(3))), !meant.isEmpty {
      return meant.filter(isToggle).map { "no-" + $0 }
    }
    let names = FlagGroup.all.flatMap { $0.flags.map(\.long) }
    if names.contains(typed) { return [typed] }
    return started(by: typed, names).map { [$0] } ?? mistyped(typed, names)
  }

  private static func isToggle(_ name: String) -> Bool {
    if case .toggle = FlagGroup.flag(named: name)?.effect { true } else { false }
  }

  /// The shortest name that the typed letters start; nil if several are equally short or the letters are too few to say anything.
  private static func started(by typed: String, _ names: [String]) -> String? {
    guard typed.utf8.count > 2 else { return nil }
    let found = names.filter { $0.hasPrefix(typed) }.sorted { $0.utf8.count < $1.utf8.count }
    // With a name that all others continue, there is no doubt: --location and --location-trusted.
    guard let shortest = found.first, found.allSatisfy({ $0.hasPrefix(shortest) }) else { return nil }
    return shortest
  }

  /// The one name that differs least, if it differs in a letter, or in two letters of a long name.
  private static func mistyped(_ typed: String, _ names: [String]) -> [String] {
    let letters = typed.utf8.count
    guard letters > 2 else { return [] }
    let most = letters < 6 ? 1 : 2
    let close = names.map { (name: $0, distance: distance(Array(typed.utf8), Array($0.utf8))) }.filter { $0.distance <= most }
    guard let nearest = close.map(\.distance).min() else { return [] }
    let best = close.filter { $0.distance == nearest }
    return best.count == 1 ? [best[0].name] : []
  }

  /// How many letters have to be put in, left out, replaced or swapped with their neighbour to make one name of another; 3 for many.
  static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    if abs(a.count - b.count) > 2 { return 3 }
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var least = min(row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, rows[i - 1][j - 1] + 1) }
        row.append(least)
      }
      rows.append(row)
    }
    return min(3, rows[a.count][b.count])
  }
}
