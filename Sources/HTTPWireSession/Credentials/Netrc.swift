import HTTPWire
import HTTPWireCore

/// The users and passwords of a netrc file, by host, as curl reads them (Python's `netrc`).
///
/// ```swift
/// let netrc = try Netrc(parsing: "machine example.org login ada password \"a b\"".utf8)
/// netrc.entry(for: "example.org")?.login    // "ada"
/// ```
///
/// A token is a word, or text between quotation marks in which `\n`, `\r`, `\t`, `\"` and `\\` are escapes. A `#` where a token could
/// start makes the rest of the line a comment. A macro (`macdef`) ends at the first empty line, and is ignored. As in curl, nobody asks who
/// may read the file.
public struct Netrc: Sendable, Hashable {
  /// What the file says about one host.
  public struct Entry: Sendable, Hashable {
    /// The host; nil for the entry `default`, which is for all hosts that have none in front of it.
    public let host: String?
    /// The user's name.
    public internal(set) var login: String?
    /// The password.
    public internal(set) var password: String?
    /// The account, which HTTP has no use for.
    public internal(set) var account: String?
  }

  /// The entries, in the file's order.
  public private(set) var entries: [Entry] = []

  /// A larger file is no netrc file.
  private static let largestFile = 1024 * 1024

  /// Reads a file's text. Throws `invalidArgument` for a quotation mark without its partner; the error names the line and not its text.
  public init(parsing text: some Sequence<UInt8>) throws(HTTPException) {
    var isMacro = false
    /// The word whose value comes next, perhaps on another line.
    var expected: String?
    for (index, bytes) in Array(text).split(separator: ASCII.lineFeed, omittingEmptySubsequences: false).enumerated() {
      let line = bytes.last == ASCII.carriageReturn ? bytes.dropLast() : bytes
      if isMacro {
        isMacro = !line.isEmpty
        continue
      }
      guard let tokens = NetrcLine.tokens(line) else {
        throw .invalidArgument("line \(index + 1) of the netrc file has a quotation mark without its partner")
      }
      for token in tokens {
        if let keyword = expected {
          take(token, for: keyword)
          expected = nil
          continue
        }
        switch token.lowercased() {
        case "macdef": isMacro = true
        case "default": entries.append(Entry(host: nil))
        case "machine", "login", "password", "account": expected = token.lowercased()
        default: break
        }
        // The rest of the line is the macro's name.
        if isMacro { break }
      }
    }
  }

  /// Reads a file. Throws `system`, which names the path, and what ``init(parsing:)`` throws.
  public init(file path: String) throws(HTTPException) {
    try self.init(parsing: try Syscalls.contents(ofFile: path, atMost: Self.largestFile))
  }

  /// Where the user's file is: the environment's `NETRC`, or else `.netrc` in the home directory. Nil if neither `NETRC` nor `HOME` is set.
  public static var usualPath: String? {
    if let path = Syscalls.environmentVariable("NETRC"), !path.isEmpty { return path }
    return Syscalls.environmentVariable("HOME").map { $0 + "/.netrc" }
  }

  /// The entry for a host: the first that names it or is `default`. Hosts compare without case.
  public func entry(for host: String) -> Entry? {
    let wanted = CookieHost.canonical(host)
    return entries.first { $0.host.map { CookieHost.canonical($0) == wanted } ?? true }
  }

  private mutating func take(_ value: String, for keyword: String) {
    if keyword == "machine" { return entries.append(Entry(host: value)) }
    guard let last = entries.indices.last else { return }
    switch keyword {
    case "login": entries[last].login = value
    case "password": entries[last].password = value
    default: entries[last].account = value
    }
  }
}

extension Netrc.Entry: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The host, with `***` for the credentials.
  public var description: String { "\(host ?? "default"): ***" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// Shows what ``description`` shows, to `dump` and debuggers.
  public var customMirror: Mirror { Mirror(self, children: ["entry": description]) }
}

/// One line of a netrc file.
private enum NetrcLine {
  /// The tokens of a line, up to a comment. Nil if a quotation mark has no partner on the line.
  static func tokens(_ line: ArraySlice<UInt8>) -> [String]? {
    var tokens: [String] = []
    var rest = line
    while true {
      rest = rest.drop { isSpace($0) }
      guard let first = rest.first, first != UInt8(ascii: "#") else { return tokens }
      if first == UInt8(ascii: "\"") {
        guard let token = quoted(&rest) else { return nil }
        tokens.append(token)
      } else {
        let word = rest.prefix { !isSpace($0) }
        tokens.append(String(decoding: word, as: UTF8.self))
        rest = rest.dropFirst(word.count)
      }
    }
  }

  /// Takes a quoted token off the front.
  private static func quoted(_ rest: inout ArraySlice<UInt8>) -> String? {
    var token: [UInt8] = []
    var isEscaped = false
    for index in rest.indices.dropFirst() {
      let byte = rest[index]
      if isEscaped {
        isEscaped = false
        token.append(escapes[byte] ?? byte)
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        rest = rest[(index + 1)...]
        return String(decoding: token, as: UTF8.self)
      } else {
        token.append(byte)
      }
    }
    return nil
  }

  private static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "n"): ASCII.lineFeed, UInt8(ascii: "r"): ASCII.carriageReturn, UInt8(ascii: "t"): ASCII.tab,
  ]

  private static func isSpace(_ byte: UInt8) -> Bool { byte == ASCII.space || 0x09...0x0D ~= byte }
}
