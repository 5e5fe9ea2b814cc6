/// Why a connection must not carry another request. A connection with none of these reasons is reusable.
public struct CloseReasons: OptionSet, Sendable, Hashable {
  /// The reasons as bits.
  public let rawValue: UInt32

  /// A set of the given bits.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  private init(bit: UInt32) { self.init(rawValue: 1 << bit) }

  /// The response had `Connection: close` (RFC 9112 section 9.6).
  public static let serverCloses = CloseReasons(bit: 0)
  /// The request had `Connection: close` (RFC 9112 section 9.6).
  public static let clientCloses = CloseReasons(bit: 1)
  /// An HTTP/1.0 server did not offer to keep the connection open (RFC 9112 section 9.3).
  public static let http10 = CloseReasons(bit: 2)
  /// The body ends when the connection closes (RFC 9112 section 6.3 step 8).
  public static let bodyUntilClose = CloseReasons(bit: 3)
  /// The response had both `Transfer-Encoding` and `Content-Length` (RFC 9112 section 6.1).
  public static let lengthAndChunked = CloseReasons(bit: 4)
  /// The response was chunked although it was HTTP/1.0 (RFC 9112 section 6.1).
  public static let chunkedInHTTP10 = CloseReasons(bit: 5)
  /// The connection now speaks another protocol (RFC 9110 sections 7.8 and 9.3.6).
  public static let switchedProtocols = CloseReasons(bit: 6)
  /// The server sent bytes that belong to no response. They must not be taken for the next response (RFC 9112 section 6.3).
  public static let excessData = CloseReasons(bit: 7)
  /// The request's body was shorter or longer than declared, so the server finds its end elsewhere (RFC 9112 section 6.3).
  public static let requestUnfinished = CloseReasons(bit: 8)
  /// The response was abandoned before its body was read to the end.
  public static let responseAbandoned = CloseReasons(bit: 9)
  /// The peer broke the protocol, so the start of its next message is unknown.
  public static let protocolError = CloseReasons(bit: 10)
  /// The peer has closed its side.
  public static let peerClosed = CloseReasons(bit: 11)
  /// Reading failed.
  public static let streamFailed = CloseReasons(bit: 12)
  /// The connection was released while its last response was being read.
  public static let released = CloseReasons(bit: 13)
  /// The request could not be sent to its end.
  public static let sendingFailed = CloseReasons(bit: 14)
  /// The response came before the request was sent to its end, and the rest was not sent.
  public static let answeredEarly = CloseReasons(bit: 15)

  private static let texts = [
    "the response had Connection: close", "the request had Connection: close",
    "the HTTP/1.0 server did not offer to keep the connection open", "the body ends when the connection closes",
    "the response had both Transfer-Encoding and Content-Length", "the response was chunked although it was HTTP/1.0",
    "the connection switched protocols", "the server sent bytes that belong to no response",
    "the request body was not as long as declared", "the response was not read to its end", "the peer broke the protocol",
    "the peer closed the connection", "reading failed", "the connection was released",
    "the request could not be sent to its end", "the response came before the request was sent to its end",
  ]
}

extension CloseReasons: CustomStringConvertible {
  /// The reasons in words, separated by semicolons. Without any reason, "reusable".
  public var description: String {
    if isEmpty { return "reusable" }
    return Self.texts.enumerated().filter { rawValue & (1 << UInt32($0.offset)) != 0 }.map { $0.element }.joined(separator: "; ")
  }
}
