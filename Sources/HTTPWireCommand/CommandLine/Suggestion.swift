/// What is said about a flag that does not exist.
enum Suggestion {
  /// The message, with the flag that was meant if that can be told.
  static func text(unknown name: String) -> String {
    let shown = TerminalText.escaped(name)
    guard let meant = near(name) else { return "there is no flag --\(shown); see httpwire --help" }
    return "there is no flag --\(shown); --\(meant) is near"
  }

  /// The one flag that a name begins, or that is a mistyped letter or two away.
  private static func near(_ name: String) -> String? {
    let names = FlagGroup.all.flatMap { $0.flags.map(\.long) }
    let begun = names.filter { $0.hasPrefix(name) }
    if name.utf8.count > 1, begun.count == 1 { return begun[0] }
    let most = name.utf8.count < 5 ? 1 : 2
    let close = names.map { (name: $0, distance: distance(Array(name.utf8), Array($0.utf8))) }.filter { $0.distance <= most }
    guard let nearest = close.map(\.distance).min() else { return nil }
    let best = close.filter { $0.distance == nearest }
    return best.count == 1 ? best[0].name : nil
  }

  /// How many letters have to be put in, left out, replaced or swapped with their neighbour to make one name of another.
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
    return rows[a.count][b.count]
  }
}
