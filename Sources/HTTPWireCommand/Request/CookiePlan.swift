import HTTPWire
import HTTPWireSession

/// The cookies of the command line: those that `-b` spells out, and the jar that `-b FILE` and `-c` turn on.
struct CookiePlan {
  /// The cookies of `-b` as one value, as bytes; nil without any.
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

  /// The value of `Cookie` that is sent with each request to the first server; nil without one, and if a jar has these cookies, too.
  var ownField: [UInt8]? { files.isEmpty && request.cookieJar == nil ? field : nil }

  /// Puts the cookies of `-b` into a jar, for the host of a URL only. They are not written to the file of `-c`.
  func add(to jar: inout CookieJar, for url: HTTPURL) {
    for (name, value) in pairs {
      if let cookie = try? Cookie(name, value, host: url.host, isHostOnly: true, path: "/", isSecure: false, isHTTPOnly: false) {
        jar.insert(cookie)
      }
    }
  }

  /// Takes them out again, unless a server has set another value.
  func remove(from jar: inout CookieJar) {
    let own = pairs
    jar.removeAll { cookie in cookie.expires == nil && own.contains { $0 == (cookie.name, cookie.value) } }
  }

  private var pairs: [(name: String, value: String)] {
    (field ?? []).split(separator: UInt8(ascii: ";")).compactMap { piece in
      let text = String(decoding: piece, as: UTF8.self).drop { $0 == " " }
      guard let mark = text.firstIndex(of: "=") else { return nil }
      return (String(text[..<mark]), String(text[text.index(after: mark)...]))
    }
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
