/// A request's body, in the kinds that `http.client` knows. Text and bytes go out with their `Content-Length`; files and sequences go
/// out in chunks unless the caller gives a `Content-Length`, as no attempt is made to find out how long they are.
///
/// ```swift
/// try connection.request("POST", "/form", body: "spam=1&eggs=2")
/// try connection.request("PUT", "/file", body: .file(path: "report.pdf"))
/// try connection.request("PUT", "/log", body: .chunks(lines.lazy.map { Array($0.utf8) }))
/// ```
public struct RequestBody {
  enum Content {
    case text(String)
    case bytes([UInt8])
    case source(any BodySource)
    case path(String)
    case textSource(any BodySource)
    case textPath(String)
    /// A sequence, as the function that begins it and gives what gives its next element.
    case chunks(() -> Elements)
  }

  /// What gives one element after another, and nil after the last.
  typealias Elements = () throws(HTTPException) -> [UInt8]?

  let content: Content

  /// Text, sent as Latin-1 (`str`).
  public static func text(_ text: String) -> RequestBody { RequestBody(content: .text(text)) }

  /// Bytes, sent as they are (`bytes`).
  public static func bytes(_ bytes: [UInt8]) -> RequestBody { RequestBody(content: .bytes(bytes)) }

  /// The contents of the file at a path, opened before anything is sent. In chunks, over TLS or with a debug level it goes a block of
  /// the connection's `blockSize` at a time; otherwise the system sends it, and the program's memory sees none of it.
  public static func file(path: String) -> RequestBody { RequestBody(content: .path(path)) }

  /// What an open descriptor gives, from its present position to its end; it is left open and at its end.
  public static func file(descriptor: Int32) -> RequestBody { RequestBody(content: .source(FileSource(descriptor: descriptor))) }

  /// What a source of the caller's own gives (an object with a `read()` method).
  public static func file(_ source: some BodySource) -> RequestBody { RequestBody(content: .source(source)) }

  /// The text of the UTF-8 file at a path, sent as Latin-1 (a file opened in text mode).
  public static func textFile(path: String) -> RequestBody { RequestBody(content: .textPath(path)) }

  /// The UTF-8 text that a source gives, sent as Latin-1.
  public static func textFile(_ source: some BodySource) -> RequestBody { RequestBody(content: .textSource(source)) }

  /// The elements of a sequence, a chunk each (an iterable); empty elements are left out. The sequence is drawn as it is sent, and from
  /// its beginning each time the body is.
  public static func chunks(_ chunks: some Sequence<[UInt8]>) -> RequestBody {
    RequestBody(
      content: .chunks {
        var iterator = chunks.makeIterator()
        return { iterator.next() }
      })
  }

  /// What a function that can fail returns until it returns nil, a chunk each; empty elements are left out. An error that it throws gives
  /// the request up and comes out of `request`, inside of `custom` unless it is an `HTTPException`. The function goes on where it stopped
  /// when the body is sent again.
  ///
  /// ```swift
  /// try connection.request("PUT", "/log", body: .chunks { try nextRecord() })
  /// ```
  public static func chunks(_ next: @escaping () throws -> [UInt8]?) -> RequestBody {
    RequestBody(
      content: .chunks {
        { () throws(HTTPException) in
          do {
            return try next()
          } catch {
            throw HTTPException(error)
          }
        }
      })
  }
}

extension RequestBody: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  /// A body of text.
  public init(stringLiteral value: String) { self = .text(value) }
}
