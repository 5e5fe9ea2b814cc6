import HTTPWireCore

/// What is known about the part of a download that is on the disk. It is kept beside the part.
struct PartialDownload: Equatable {
  /// The URL that was asked for, without its fragment.
  let url: String
  /// What `If-Range` has: a strong entity tag, or the time of the last change (RFC 9110 section 13.1.5).
  let validator: String
  /// The length of the whole; nil if it is not known.
  let total: Int?

  private static let mark = "HTTPWire partial download 1"

  /// Nil if the response says nothing by which its next part could be known to be of the same representation.
  init?(_ headers: HTTPMessage, of url: HTTPURL, total: Int?) {
    guard let validator = Self.validator(headers) else { return nil }
    self.url = Self.name(url)
    self.validator = validator
    self.total = total
  }

  /// Reads ``text``. Nil for anything else.
  init?(_ text: some Sequence<UInt8>) {
    let lines = String(decoding: Array(text), as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 5, lines[0] == Self.mark, lines[4].isEmpty, !lines[2].isEmpty else { return nil }
    url = String(lines[1])
    validator = String(lines[2])
    total = Int(lines[3])
  }

  /// The description as the lines of a file.
  var text: String { "\(Self.mark)\n\(url)\n\(validator)\n\(total.map(String.init) ?? "")\n" }

  static func name(_ url: HTTPURL) -> String { url.withoutFragment.description }

  /// A weak entity tag can be that of two representations that differ in their bytes. So can a time of change that is the moment of the
  /// response: another change may follow within that second (section 8.8.2.2).
  static func validator(_ headers: HTTPMessage) -> String? {
    if let tag = headers["ETag"] { return tag.hasPrefix("\"") ? tag : nil }
    guard let changed = headers["Last-Modified"], let date = headers["Date"], date != changed else { return nil }
    return changed
  }
}
