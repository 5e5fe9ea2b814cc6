public import HTTPWire

/// The body of an asynchronous request.
///
/// ```swift
/// try await connection.request("POST", "/log", body: "spam")
/// try await connection.request("PUT", "/file", body: .file(path: "report.pdf"))
/// try await connection.request("PUT", "/lines", body: .sequence(lines))
/// try await connection.request("PUT", "/rows", body: .writer { writer in
///   for try await line in lines { try await writer.write(line) }
/// })
/// ```
///
/// Bytes and text are sent with a `Content-Length`, and so are files. What is awaited piece by piece is sent in chunks, unless its `length`
/// is given or the request has a `Content-Length`.
public struct AsyncRequestBody: Sendable {
  // Indirect, and `Awaited` a class, so that a request without a body does not pay for copying one.
  indirect enum Content: Sendable {
    case bytes([UInt8])
    case file(String)
    case awaited(Awaited)
  }

  /// A body that a task makes while it is sent.
  final class Awaited: Sendable {
    let feed: @Sendable (BodyInlet) async throws -> HTTPMessage?
    let trailers: [String]
    let length: Int?

    init(feed: @escaping @Sendable (BodyInlet) async throws -> HTTPMessage?, trailers: [String], length: Int?) {
      self.feed = feed
      self.trailers = trailers
      self.length = length
    }
  }

  let content: Content
  /// The media type of the body, if it has one. A session sends it as `Content-Type`; a connection by itself does not.
  public private(set) var contentType: String?

  /// The same body with another media type.
  public func withContentType(_ contentType: String) -> AsyncRequestBody {
    var body = self
    body.contentType = contentType
    return body
  }

  /// Whether the body can be sent twice.
  package var isReplayable: Bool {
    if case .awaited = content { false } else { true }
  }

  /// Whether a task makes it while it is sent.
  var isAwaited: Bool { if case .awaited = content { true } else { false } }

  /// The body as a blocking connection takes it; nil if it is awaited.
  var atHand: RequestBody? {
    switch content {
    case .bytes(let bytes): .bytes(bytes)
    case .file(let path): .file(path: path, length: .known)
    case .awaited: nil
    }
  }

  /// Bytes, sent as they are.
  public static func bytes(_ bytes: [UInt8]) -> AsyncRequestBody { AsyncRequestBody(content: .bytes(bytes)) }

  /// Text, sent as UTF-8. Its ``contentType`` is `text/plain; charset=utf-8`.
  public static func utf8(_ text: String) -> AsyncRequestBody {
    bytes(Array(text.utf8)).withContentType("text/plain; charset=utf-8")
  }

  /// A file, sent with its length. `request` throws `system` for a file that can't be opened, before a byte is sent.
  public static func file(path: String) -> AsyncRequestBody { AsyncRequestBody(content: .file(path)) }

  /// The elements of a sequence, each sent as soon as the server takes it. Empty elements are left out.
  ///
  /// The sequence is asked for one element ahead of what was sent, in a task that has the task-local values of the caller. If it throws,
  /// `request` throws `custom` with its error, or an `HTTPException` other than `timedOut` as it is, and the connection is closed. After a
  /// response that is not a success it is asked for no more. `length` is the number of bytes, if it is known; a sequence that gives others
  /// makes `request` throw `invalidArgument`.
  public static func sequence<Elements: AsyncSequence & Sendable>(
    _ elements: Elements, length: Int? = nil
  ) -> AsyncRequestBody where Elements.Element == [UInt8] {
    awaited(trailers: [], length: length) { inlet in
      for try await element in elements { try await inlet.push(element) }
      return nil
    }
  }

  /// What a closure writes. ``BodyWriter/write(_:)`` returns once what was written before was taken for sending.
  ///
  /// Errors are handled as those of a sequence. `write` throws `closed` once the server has answered that it wants no more.
  public static func writer(
    length: Int? = nil, _ write: @escaping @Sendable (BodyWriter) async throws -> Void
  ) -> AsyncRequestBody {
    awaited(trailers: [], length: length) { inlet in
      try await write(BodyWriter(inlet))
      return nil
    }
  }

  /// What a closure writes, in chunks, with the trailer fields that it returns at the end (RFC 9112 section 7.1.2). `trailers` are their
  /// names, which the request's `Trailer` field declares. See ``/HTTPWire/RequestBody/endingWith(_:_:)`` for the fields that are refused.
  ///
  /// ```swift
  /// let body = AsyncRequestBody.writer(trailers: ["Digest"]) { writer in
  ///   for piece in pieces { try await writer.write(piece) }
  ///   return ["Digest": digest(pieces)]
  /// }
  /// ```
  public static func writer(
    trailers: [String], _ write: @escaping @Sendable (BodyWriter) async throws -> HTTPMessage
  ) -> AsyncRequestBody {
    awaited(trailers: trailers, length: nil) { inlet in try await write(BodyWriter(inlet)) }
  }

  private static func awaited(
    trailers: [String], length: Int?, _ feed: @escaping @Sendable (BodyInlet) async throws -> HTTPMessage?
  ) -> AsyncRequestBody {
    AsyncRequestBody(content: .awaited(Awaited(feed: feed, trailers: trailers, length: length)))
  }
}

extension AsyncRequestBody: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral {
  /// Text, sent as UTF-8.
  public init(stringLiteral text: String) { self = .utf8(text) }

  /// Bytes, sent as they are.
  public init(arrayLiteral bytes: UInt8...) { self = .bytes(bytes) }
}

/// Writes the body of a request piece by piece; see ``AsyncRequestBody/writer(length:_:)``.
public struct BodyWriter: Sendable {
  private let inlet: BodyInlet

  init(_ inlet: BodyInlet) { self.inlet = inlet }

  /// Gives the next bytes of the body. Returns once those before them were taken for sending.
  ///
  /// Throws `closed` once the rest of the body is not wanted, because the server has answered or the request has failed, and `cancelled`.
  public func write(_ bytes: [UInt8]) async throws(HTTPException) { try await inlet.push(bytes) }
}
