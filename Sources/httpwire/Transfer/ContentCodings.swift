import HTTPWire
import HTTPWireInflate

/// The codings of a response's content, in the order in which they were applied (RFC 9110 section 8.4).
struct ContentCodings: Equatable {
  /// The largest number of codings. Each one needs a decoder, so a small body with many codings would be costly. No server needs so many.
  static let most = 5

  let names: [String]
  let codings: [Inflater.Coding]

  /// Parses all `Content-Encoding` fields. Throws `badEncoding` for an unknown coding, and for too many.
  init(_ headers: HTTPMessage) throws(Complaint) {
    let names = Self.names(headers)
    if names.count > Self.most {
      throw Complaint(.badEncoding, "the body has \(names.count) content codings one over the other; at most \(Self.most) are undone")
    }
    var codings: [Inflater.Coding] = []
    for name in names {
      switch name {
      // RFC 9110 section 8.4.1.3: the older name is equivalent.
      case "gzip", "x-gzip": codings.append(.gzip)
      case "deflate": codings.append(.deflate)
      default:
        let shown = SwiftCode.literal(String(name.prefix(40)))
        throw Complaint(.badEncoding, "the body has the content coding \(shown), which is not known; gzip and deflate are")
      }
    }
    self.names = names
    self.codings = codings
  }

  /// The names in lower case, without `identity`, which does nothing.
  static func names(_ headers: HTTPMessage) -> [String] {
    headers.getAll("Content-Encoding").joined(separator: ",").split(separator: ",")
      .map { name in name.filter { $0 != " " && $0 != "\t" }.lowercased() }
      .filter { !$0.isEmpty && $0 != "identity" }
  }
}
