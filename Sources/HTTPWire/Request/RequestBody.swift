/// The body of a request, of one of the kinds that `http.client` accepts. Text and bytes are sent with a `Content-Length`. Files and
/// sequences are sent in chunks, unless the request's headers have a `Content-Length`: their length is determined only when asked for.
///
/// ```swift
/// try connection.request("POST", "/form", body: "spam=1&eggs=2")
/// try connection.request("PUT", "/file", body: .file(path: "report.pdf"))
/// try connection.request("PUT", "/file", body: .file(path: "report.pdf", length: .known))
/// try connection.request("PUT", "/log", body: .chunks(lines.lazy.map { Array($0.utf8) }))
/// ```
///
/// Text needs a charset: ``utf8(_:)`` is what servers expect today, and ``text(_:)`` is Python's Latin-1. A string literal has none, so it
/// is ASCII: see ``init(stringLiteral:)``.
public struct RequestBody {
  enum Content {
    case text(String)
    /// Text whose charset the caller has not said.
    case literal(String)
    case bytes([UInt8])
    case source(any BodySource)
    case path(String, FileLength)
    case descriptor(Int32, FileLength)
    case textSource(any BodySource)
    case textPath(String)
    /// A sequence: a function that starts an iteration and returns its `next`. `areAtHand` says that no element has to be waited for.
    case chunks(() -> Elements, areAtHand: Bool)
    case concatenation([RequestBody])
  }

  /// Returns one element after another, and nil after the last.
  typealias Elements = () throws(HTTPException) -> [UInt8]?

  /// What few bodies have. It is behind a reference, so that the others are no larger for it.
  private final class Extras {
    let trailers: PromisedTrailers?
    let contentType: String?

    init(trailers: PromisedTrailers?, contentType: String?) {
      self.trailers = trailers
      self.contentType = contentType
    }
  }

  private(set) var content: Content
  private var extras: Extras?

  init(content: Content) { self.content = content }

  /// The trailers that end the body, if it has some. It is sent in chunks then.
  var trailers: PromisedTrailers? { extras?.trailers }

  /// The media type of the body, if it has one: a suggestion. As in Python, a request of a connection gets no `Content-Type` by itself.
  ///
  /// ```swift
  /// let body = RequestBody.utf8("<p>caf\u{E9}</p>").withContentType("text/html; charset=utf-8")
  /// try connection.request("PUT", "/page", body: body, headers: ["Content-Type": body.contentType ?? "text/plain"])
  /// ```
  public var contentType: String? { extras?.contentType }

  /// The same body with another media type, as a `Content-Type` has it.
  public func withContentType(_ contentType: String) -> RequestBody {
    var body = self
    body.extras = Extras(trailers: trailers, contentType: contentType)
    return body
  }

  /// Whether the body can be sent twice: what it reads from is still there.
  package var isReplayable: Bool {
    if trailers != nil { return false }
    return switch content {
    case .text, .literal, .bytes, .path, .textPath: true
    case .descriptor(_, let length): length.isFixed
    case .concatenation(let bodies): bodies.allSatisfy(\.isReplayable)
    case .source, .textSource, .chunks: false
    }
  }

  /// The same body, bound to the place at which its file stands now: sent again, it starts there and not where the first try has ended.
  package var fixed: RequestBody {
    var body = self
    switch content {
    case .descriptor(let descriptor, .known):
      guard let position = try? Syscalls.filePosition(descriptor) else { return self }
      body.content = .descriptor(descriptor, .known(from: position))
    case .concatenation(let bodies): body.content = .concatenation(bodies.map(\.fixed))
    default: break
    }
    return body
  }

  /// Whether all bytes are in memory, and nothing follows them.
  var isInMemory: Bool {
    if trailers != nil { return false }
    return switch content {
    case .text, .literal, .bytes: true
    case .path, .descriptor, .textPath, .source, .textSource, .chunks, .concatenation: false
    }
  }

  /// Text, sent as Latin-1 (`str`). `request` throws `notEncodable` for characters beyond it.
  public static func text(_ text: String) -> RequestBody { RequestBody(content: .text(text)) }

  /// Bytes, sent as they are (`bytes`).
  public static func bytes(_ bytes: [UInt8]) -> RequestBody { RequestBody(content: .bytes(bytes)) }

  /// The contents of the file at a path, which is opened before anything is sent. If it is sent in chunks, over TLS, within a deadline or
  /// with a debug level, it is read and sent in blocks of the connection's `blockSize`. Otherwise the system sends it without reading it
  /// into the program's memory, apart from what leaves with the head.
  ///
  /// With a known `length`, `request` throws `invalidArgument` before a byte is sent if the file is not a regular one, if it has bytes but
  /// no size (`/proc`), or if it ends before the part that is asked for.
  public static func file(path: String, length: FileLength = .unknown) -> RequestBody { RequestBody(content: .path(path, length)) }

  /// The contents of an open descriptor, from its current position to its end, or the part that `length` names. It is not closed. With a
  /// known length, a request that is sent again starts at the same byte again.
  public static func file(descriptor: Int32, length: FileLength = .unknown) -> RequestBody {
    RequestBody(content: .descriptor(descriptor, length))
  }

  /// The bytes of a source of your own (an object with a `read()` method).
  public static func file(_ source: some BodySource) -> RequestBody { RequestBody(content: .source(source)) }

  /// The text of the UTF-8 file at a path, sent as Latin-1 (a file opened in text mode).
  public static func textFile(path: String) -> RequestBody { RequestBody(content: .textPath(path)) }

  /// The UTF-8 text of a source, sent as Latin-1.
  public static func textFile(_ source: some BodySource) -> RequestBody { RequestBody(content: .textSource(source)) }

  /// The elements of a sequence, each sent as a chunk (an iterable). Empty elements are skipped. The sequence is iterated while it is
  /// sent, and again from its start each time the body is sent.
  ///
  /// `joinedUpTo` is the largest number of bytes to join to one chunk. A longer element is a chunk of its own. Joined elements are sent at
  /// the latest with the one that comes 50 ms after the first. Nothing can be sent while the sequence makes an element. So a sequence that
  /// is about to wait should return an empty element first, which sends the joined ones.
  ///
  /// ```swift
  /// try connection.request("PUT", "/log", body: .chunks(lines.lazy.map { Array($0.utf8) }, joinedUpTo: 16_384))
  /// ```
  public static func chunks(_ chunks: some Sequence<[UInt8]>, joinedUpTo limit: Int = 0) -> RequestBody {
    elements(areAtHand: chunks is [[UInt8]], joinedUpTo: limit) {
      var iterator = chunks.makeIterator()
      return { iterator.next() }
    }
  }

  private static func elements(areAtHand: Bool = false, joinedUpTo limit: Int, _ begin: @escaping () -> Elements) -> RequestBody {
    if limit <= 0 { return RequestBody(content: .chunks(begin, areAtHand: areAtHand)) }
    return RequestBody(content: .chunks({ ElementJoiner(begin(), upTo: limit).take }, areAtHand: areAtHand))
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
    let promised = PromisedTrailers(names: names) { () throws(HTTPException) in
      do {
        return try fields()
      } catch {
        throw HTTPException(error)
      }
    }
    body.extras = Extras(trailers: promised, contentType: contentType)
    return body
  }

  /// What a function that can fail returns until it returns nil, a chunk each; empty elements are left out. An error that it throws gives
  /// the request up and comes out of `request`, inside of `custom` unless it is an `HTTPException`. The function goes on where it stopped
  /// when the body is sent again. `joinedUpTo` joins elements as it does those of a sequence.
  ///
  /// ```swift
  /// try connection.request("PUT", "/log", body: .chunks { try nextRecord() })
  /// ```
  public static func chunks(joinedUpTo limit: Int = 0, _ next: @escaping () throws -> [UInt8]?) -> RequestBody {
    elements(joinedUpTo: limit) {
      { () throws(HTTPException) in
        do {
          return try next()
        } catch {
          throw HTTPException(error)
        }
      }
    }
  }
}
