import HTTPWire
import HTTPWireCore

extension CookieJar {
  /// What was in a file of cookies.
  public struct Loaded: Sendable, Hashable {
    /// How many cookies were taken.
    public var kept = 0
    /// How many had expired.
    public var expired = 0
    /// How many lines are no cookies.
    public var skipped = 0
  }

  /// A larger file is no file of cookies.
  private static let largestFile = 64 * 1024 * 1024

  /// Adds the cookies of a file in the format that curl and Netscape's browsers share. See ``load(netscape:now:)``.
  ///
  /// ```swift
  /// var jar = CookieJar()
  /// try jar.load(file: "cookies.txt")
  /// ```
  ///
  /// Throws `system`, which names the path, and `limitExceeded` for more than 64 MiB.
  @discardableResult
  public mutating func load(file path: String, now: Int64? = nil) throws(HTTPException) -> Loaded {
    load(netscape: try Syscalls.contents(ofFile: path, atMost: Self.largestFile), now: now)
  }

  /// Writes all cookies to a file, as ``netscape(now:)`` makes it. The file is replaced at once and belongs to its owner alone (mode 0600).
  ///
  /// Throws `system`, which names the path; the file that was there is left as it was.
  public func save(file path: String, now: Int64? = nil) throws(HTTPException) {
    try Syscalls.replaceFile(path, with: netscape(now: now))
  }

  /// Adds the cookies of a file's text, in the format that curl and Netscape's browsers share: a line for each, with seven fields between
  /// tabs. These are the domain, `TRUE` if hosts below it get the cookie, the path, `TRUE` if only over https, the time when it expires in
  /// seconds since 1970 (0 or nothing for a session cookie), the name and the value. `#HttpOnly_` in front of the domain is an attribute;
  /// any other `#` starts a comment.
  ///
  /// As in curl, the path may be missing, and the value of the last field. The file is yours, so its domains are taken as they stand,
  /// whatever ``sharedDomains`` says. Lines that are no cookies are skipped and counted.
  @discardableResult
  public mutating func load(netscape text: some Sequence<UInt8>, now: Int64? = nil) -> Loaded {
    let now = Self.time(now)
    var loaded = Loaded()
    for line in Array(text).split(separator: ASCII.lineFeed) {
      let line = line.last == ASCII.carriageReturn ? line.dropLast() : line
      guard let row = Self.row(line) else { continue }
      guard let cookie = Self.cookie(row.fields, isHTTPOnly: row.isHTTPOnly) else {
        loaded.skipped += 1
        continue
      }
      if cookie.hasExpired(now) { loaded.expired += 1 } else { loaded.kept += 1 }
      insert(cookie, now: now)
    }
    return loaded
  }

  /// The cookies that have not expired, as the text of a file that curl reads, and Python's `MozillaCookieJar`. It has no `SameSite`.
  ///
  /// Session cookies have the time 0, as in curl's files. Python takes that for a time: it reads them only with `ignore_expires`, and sends
  /// them once their `expires` is set to `None`.
  public func netscape(now: Int64? = nil) -> [UInt8] {
    var text = Array("# Netscape HTTP Cookie File\n# Written by HTTPWire\n\n".utf8)
    for cookie in cookies(now: now) {
      let fields = [
        (cookie.isHTTPOnly ? "#HttpOnly_" : "") + (cookie.isHostOnly ? "" : ".") + cookie.domain, cookie.isHostOnly ? "FALSE" : "TRUE",
        cookie.path, cookie.isSecure ? "TRUE" : "FALSE", String(cookie.expires ?? 0), cookie.name, cookie.value,
      ]
      text += Latin1.bytes(fields.joined(separator: "\t")) ?? []
      text.append(ASCII.lineFeed)
    }
    return text
  }

  /// The fields of a line; nil for a comment and an empty line.
  private static func row(_ line: ArraySlice<UInt8>) -> (fields: [ArraySlice<UInt8>], isHTTPOnly: Bool)? {
    let mark = Array("#HttpOnly_".utf8)
    let isHTTPOnly = line.starts(with: mark)
    let rest = isHTTPOnly ? line.dropFirst(mark.count) : line
    if rest.first == UInt8(ascii: "#") || rest.trimmingWhitespace().isEmpty { return nil }
    return (rest.split(separator: ASCII.tab, omittingEmptySubsequences: false), isHTTPOnly)
  }

  private static func cookie(_ given: [ArraySlice<UInt8>], isHTTPOnly: Bool) -> Cookie? {
    var fields = given.map { Latin1.string($0) }
    if fields.count >= 3, flag(fields[2]) != nil { fields.insert("/", at: 2) }
    if fields.count == 6 { fields.append("") }
    guard fields.count == 7, let reachesBelow = flag(fields[1]), let isSecure = flag(fields[3]), let expires = time(fields[4]) else {
      return nil
    }
    let domain = fields[0].hasPrefix(".") ? String(fields[0].dropFirst()) : fields[0]
    return try? Cookie(
      fields[5], fields[6], host: domain, isHostOnly: !reachesBelow || CookieHost.isAddress(domain), path: fields[2],
      expires: expires == 0 ? nil : expires, isSecure: isSecure, isHTTPOnly: isHTTPOnly)
  }

  private static func flag(_ text: String) -> Bool? {
    switch text.uppercased() {
    case "TRUE": true
    case "FALSE": false
    default: nil
    }
  }

  /// A time in seconds; 0 for an empty text, and the largest number for larger ones. Nil for what is no number.
  private static func time(_ text: String) -> Int64? {
    if text.isEmpty { return 0 }
    guard text.utf8.allSatisfy({ ASCII.isDigit($0) }) else { return nil }
    return Int64(text) ?? .max
  }
}
