import HTTPWire
import HTTPWireSession

/// The cookies of the command line: those that `-b` spells out, and the jar that `-b FILE` and `-c` turn on.
struct CookiePlan {
  /// The cookies of `-b` as one value, as bytes; nil without any. Those of the jar are sent beside them.
  let field: [UInt8]?
  private let files: [Argument]
  private let request: RequestSettings

  /// Sorts the values of `-b`. As in curl, one with an equals sign is cookies, and another a file's name.
  init(_ request: RequestSettings) throws(Complaint) {
    let pieces = request.cookies.filter { $0.bytes.contains(UInt8(ascii: "=")) }
    field = pieces.isEmpty ? nil : Array(pieces.map(\.bytes).joined(separator: Array("; ".utf8)))
    files = request.cookies.filter { !$0.bytes.contains(UInt8(ascii: "=")) }
    self.request = request
  }

  /// The jar to begin with; nil if no flag turns it on. As in curl, a file that is not there has no cookies.
  ///
  /// Throws `badUsage` for a file's name that is not UTF-8.
  func jar() throws(Complaint) -> CookieJar? {
    if files.isEmpty, request.cookieJar == nil { return nil }
    var jar = CookieJar()
    for file in files where !file.bytes.isEmpty {
      if let text = try? InputFile.contents(try file.text()) { jar.load(netscape: text) }
    }
    if request.dropsSessionCookies { jar.endSession() }
    return jar
  }
}
