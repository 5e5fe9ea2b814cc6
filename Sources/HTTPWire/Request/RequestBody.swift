/// The body of a request, of one of the kinds that `http.client` accepts. Text and bytes are sent with a `Content-Length`. Files and
/// sequences are sent in chunks, unless the request's headers have a `Content-Length`: their length is not determined.
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
    /// A sequence: a function that starts an iteration and returns its `next`.
    case chunks(() -> Elements)
  }

  /// Returns one element after another, and nil after the last.
  typealias Elements = () throws(HTTPException) -> [UInt8]?

  let content: Content
  /// The trailers that end the body, if it has some. It is sent in chunks then.
  private(set) var trailers: PromisedTrailers?

  /// Whether the body can be sent twice: what it reads from is still there.
  var isReplayable: Bool {
    if trailers != nil { return false }
    return switch content {
    case .text, .bytes, .path, .textPath: true
    case .source, .textSource, .chunks: false
    }
  }

  /// Whether all bytes are in memory, and nothing follows them.
  var isInMemory: Bool {
    if trailers != nil { return false }
    return switch content {
    case .text, .bytes: true
    case .path, .textPath, .source, .textSource, .chunks: false
    }
  }

  /// Text, sent as Latin-1 (`str`).
  public static func text(_ text: String) -> RequestBody { RequestBody(content: .text(text)) }

  /// Bytes, sent as they are (`bytes`).
  public static func bytes(_ bytes: [UInt8]) -> RequestBody { RequestBody(content: .bytes(bytes)) }

  /// The contents of the file at a path, which is opened before anything is sent. If it is sent in chunks, over TLS or with a debug level,
  /// it is read and sent in blocks of the connection's `blockSize`. Otherwise the system sends it without reading it into the program's
  /// memory.
  public static func file(path: String) -> RequestBody { RequestBody(content: .path(path)) }

  /// The contents of an open descriptor, from its current position to its end. It is not closed.
  public static func file(descriptor: Int32) -> RequestBody { RequestBody(content: .source(FileSource(descriptor: descriptor))) }

  /// The bytes of a source of your own (an object with a `read()` method).
  public static func file(_ source: some BodySource) -> RequestBody { RequestBody(content: .source(source)) }

  /// The text of the UTF-8 file at a path, sent as Latin-1 (a file opened in text mode).
  public static func textFile(path: String) -> RequestBody { RequestBody(content: .textPath(path)) }

  /// The UTF-8 text of a source, sent as Latin-1.
  public static func textFile(_ source: some BodySource) -> RequestBody { RequestBody(content: .textSource(source)) }

  /// The elements of a sequence, each sent as a chunk (an iterable). Empty elements are skipped. The sequence is iterated while it is
  /// sent, and again from its start each time the body is sent.
  public static func chunks(_ chunks: some Sequence<[UInt8]>) -> RequestBody {
    RequestBody(
      content: .chunks {
        var iterator = chunks.makeIterator()
        return { iterator.next() }
      })
  }

  /// The same body, sent in chunks and ended by trailer fields (RFC 9112 section 7.1.2). `names` are declared in the request's `Trailer`
  /// field. `fields` is called once the body was read to its end, so it can be a digest of what was sent.
  ///
  /// `request` throws `invalidHeaderName` for a name that is not a token, and `invalidArgument` for a field that must not be a trailer
  /// (RFC 9110 section 6.5.1), before a byte is sent. It throws `invalidArgument` for a field that was not declared, and an error of
  /// `fields` as it throws one of a body source.
  ///
  /// ```swift
  /// let body = RequestBody.chunks { try nextRecord() }
  /// try connection.request("PUT", "/log", body: body.endingWith(["Status"]) { ["Status": "complete"] })
  /// ```
  public func endingWith(_ names: [String], _ fields: @escaping () throws -> HTTPMessage) -> RequestBody {
    var body = self
    body.trailers = PromisedTrailers(names: names) { () throws(HTTPException) in
      do {
        return try fields()
      } catch {
        throw HTTPException(error)
      }
    }
    return body
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
