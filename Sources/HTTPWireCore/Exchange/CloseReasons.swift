/// Why a connection must not carry another request. A connection is reusable exactly when it has none of these.
public struct CloseReasons: OptionSet, Sendable, Hashable {
  /// The reasons as bits.
  public let rawValue: UInt32

  /// A set of the given bits.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  private init(bit: UInt32) { self.init(rawValue: 1 << bit) }

  /// The server said `Connection: close` (RFC 9112 section 9.6).
  public static let serverCloses = CloseReasons(bit: 0)
  /// The request said `Connection: close` (RFC 9112 section 9.6).
  public static let clientCloses = CloseReasons(bit: 1)
  /// An HTTP/1.0 server did not offer to keep the connection (RFC 9112 section 9.3).
  public static let http10 = CloseReasons(bit: 2)
  /// The body ends with the connection (RFC 9112 section 6.3 step 8).
  public static let bodyUntilClose = CloseReasons(bit: 3)
  /// The response had both `Transfer-Encoding` and `Content-Length` (RFC 9112 section 6.1).
  public static let lengthAndChunked = CloseReasons(bit: 4)
  /// The response was chunked although it was HTTP/1.0 (RFC 9112 section 6.1).
  public static let chunkedInHTTP10 = CloseReasons(bit: 5)
  /// The connection now speaks another protocol (RFC 9110 sections 7.8 and 9.3.6).
  public static let switchedProtocols = CloseReasons(bit: 6)
  /// Bytes came that belong to no response, so the next response can't be told from them (RFC 9112 section 6.3).
  public static let excessData = CloseReasons(bit: 7)
  /// Another number of bytes was sent than the request had declared, so that the server takes other bytes for its end (RFC 9112
  /// section 6.3).
  public static let requestUnfinished = CloseReasons(bit: 8)
  /// The response was given up before its body had been read.
  public static let responseAbandoned = CloseReasons(bit: 9)
  /// The peer broke the protocol, so where its next message begins is unknown.
  public static let protocolError = CloseReasons(bit: 10)
  /// The peer has closed its side.
  public static let peerClosed = CloseReasons(bit: 11)
  /// Reading or writing failed.
  public static let streamFailed = CloseReasons(bit: 12)
  /// The connection was released while its last response was being read.
  public static let released = CloseReasons(bit: 13)

  private static let texts = [
    "the server said it would close", "the request asked to close", "an HTTP/1.0 server did not offer to keep the connection",
    "the body ended with the connection", "the response had both Transfer-Encoding and Content-Length",
    "the response was chunked although it was HTTP/1.0", "the connection switched protocols",
    "bytes came that belong to no response", "the request was not sent as it was declared", "the response was not read to its end",
    "the peer broke the protocol", "the peer closed", "reading or writing failed", "the connection was released",
  ]
}

extension CloseReasons: CustomStringConvertible {
  /// The reasons in words, separated by semicolons; "reusable" when there is none.
  public var description: String {
    if isEmpty { return "reusable" }
    return Self.texts.enumerated().filter { rawValue & (1 << UInt32($0.offset)) != 0 }.map { $0.element }.joined(separator: "; ")
  }
}
