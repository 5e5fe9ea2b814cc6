public import HTTPWireCore

/// The codings of a response's content (RFC 9110 section 8.4), as ``ContentDecoder`` undoes them.
///
/// ```swift
/// let codings = try ContentCodings(response.headers, unknown: .handedOn)
/// codings.remaining    // ["compress"], if that is the innermost
/// ```
public struct ContentCodings: Sendable, Hashable {
  /// What to do with a coding that is not known.
  public enum Unknown: Sendable, Hashable {
    /// It is an error.
    case refused
    /// The codings over it are undone. What it is applied to is in ``ContentCodings/remaining``, and the caller's to read.
    case handedOn
  }

  /// The largest number of codings. Each one needs a decoder, so a small body with many codings would be costly. No server needs so many.
  public static let most = 5

  /// The names of the codings that are known in this build, for `Accept-Encoding`: `gzip` and `deflate` with the trait `Compression`, `br`
  /// with `Brotli`, `zstd` with `Zstandard`. Empty without any of these.
  public static var known: [String] { Inflater.Coding.builtIn.map(\.rawValue) }

  /// All codings in lower case, in the order in which they were applied.
  public let names: [String]
  /// Those that are not undone: up to the last one that is not known. Empty if all are known.
  public let remaining: [String]

  /// Parses all `Content-Encoding` fields. `identity`, `none` and empty names do nothing.
  ///
  /// Throws `tooManyCodings`, and `unknownCoding` unless those are handed on.
  public init(_ headers: HTTPMessage, unknown: Unknown = .refused) throws(ContentDecodingError) {
    names = Self.names(headers)
    if names.count > Self.most { throw .tooManyCodings(names.count) }
    let last = names.lastIndex { !Self.isKnown($0) }
    if unknown == .refused, let name = names.first(where: { !Self.isKnown($0) }) { throw .unknownCoding(name) }
    remaining = Array(names[..<(last.map { $0 + 1 } ?? 0)])
  }

  /// The names of all `Content-Encoding` fields in lower case, without those that do nothing.
  public static func names(_ headers: HTTPMessage) -> [String] {
    headers.getAll("Content-Encoding").joined(separator: ",").split(separator: ",")
      .map { name in name.filter { $0 != " " && $0 != "\t" }.lowercased() }
      .filter { !$0.isEmpty && $0 != "identity" && $0 != "none" }
  }

  /// Those that are undone, in the order in which they were applied.
  var undone: ArraySlice<String> { names.dropFirst(remaining.count) }

  private static func isKnown(_ name: String) -> Bool { Inflater.Coding(name: name) != nil }
}

extension Inflater.Coding {
  /// The coding of a name in lower case, if it is built in. RFC 9110 section 8.4.1.3: the older name `x-gzip` is equivalent to `gzip`.
  init?(name: String) {
    guard let coding = Self(rawValue: name == "x-gzip" ? "gzip" : name), Self.builtIn.contains(coding) else { return nil }
    self = coding
  }
}
