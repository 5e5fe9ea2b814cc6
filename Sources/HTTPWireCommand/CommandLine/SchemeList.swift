/// The value of `--proto`: names of schemes with commas between. `+` allows one more, `-` one less, `=` only this one; `all` is all.
enum SchemeList {
  private static let known: Set<String> = ["http", "https"]

  /// Whether a list allows a scheme by its name.
  static func names(_ scheme: String, in value: Argument) throws(Complaint) -> Bool {
    try value.text().lowercased().split(separator: ",").contains { $0.drop { "+=".contains($0) } == scheme }
  }

  /// The schemes that are allowed, beginning with those of the flag before. Throws `badUsage` for an empty list; as in curl, names that
  /// mean nothing here are passed over.
  static func schemes(_ value: Argument, of before: Set<String>?) throws(Complaint) -> Set<String> {
    var allowed = before ?? known
    let entries = try value.text().lowercased().split(separator: ",")
    if entries.isEmpty { throw Complaint(.badUsage, "a list of schemes is wanted, as in '=https'") }
    for entry in entries {
      let names = Set([String(entry.drop { "+-=".contains($0) })])
      let named = names == ["all"] ? known : names
      switch entry.first {
      case "-": allowed.subtract(named)
      case "=": allowed = named
      default: allowed.formUnion(named)
      }
    }
    return allowed.intersection(known)
  }
}
