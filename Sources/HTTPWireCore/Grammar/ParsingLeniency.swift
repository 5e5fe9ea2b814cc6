/// The deviations from the RFCs that a connection accepts. Without the member, the deviation is an error.
///
/// Each member says what it accepts, what the RFC says, who sends it, and the risk. There are two presets: ``default`` is what RFC 9112
/// lets a careful user agent accept, and ``python`` is what CPython's `http.client` accepts.
///
/// ```swift
/// var leniency = ParsingLeniency.default
/// leniency.insert(.emptyPort)
/// let connection = try HTTPConnection("example.org:", leniency: leniency)
/// ```
public struct ParsingLeniency: OptionSet, Sendable, Hashable {
  /// The members, as bits.
  public let rawValue: UInt64

  /// Creates a set from bits.
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  private init(bit: UInt64) { self.init(rawValue: 1 << bit) }

  // MARK: Presets

  /// What RFC 9112 lets a careful user agent accept. Anything that lets two parsers disagree about the end of a message is refused.
  public static let `default`: ParsingLeniency = [.bareLineFeed, .foldedFieldValues]

  /// What CPython's `http.client` accepts, for programs that depend on it and for the parity tests.
  public static let python: ParsingLeniency = [
    .bareLineFeed, .pythonIntegers, .firstContentLengthWins, .unknownTransferCodings, .reuseAfterLengthAndChunked,
    .connectionTokensAsSubstrings, .fieldLinesAsEmail, .truncatedHeads, .looseStatusLines, .uncheckedChunkEnds, .looseTrailers,
    .shortBodies, .emptyPort, .interimAsFinal, .tunnelsAsBodies, .staleConnections, .looseRequestHeads, .raggedTLSEnd,
  ]

  // MARK: Heads

  /// Accepts lines of a head that end in a line feed without a carriage return.
  ///
  /// RFC 9112 section 2.2 lets a recipient accept them. Hand-written servers and CGI scripts send them. This member does not
  /// apply to chunk framing, where parsers disagree about them (CVE-2025-22871).
  public static let bareLineFeed = ParsingLeniency(bit: 0)

  /// Accepts a field value that continues on the next line (obs-fold), and joins the lines with one space.
  ///
  /// RFC 9112 section 5.2 requires a user agent to replace the fold with spaces. Old mail gateways send folds, and so do servers with
  /// long `Set-Cookie` values.
  public static let foldedFieldValues = ParsingLeniency(bit: 1)

  /// Parses field lines as Python's `email` package does.
  ///
  /// A lone carriage return ends a line. Folds, NUL and whitespace at the end of a value stay in the value. The first line that is not a
  /// field ends the head, and its other fields are lost (see ``HTTPMessage/defects``). RFC 9112 sections 2.2 and 5 forbid all of this. A
  /// peer can smuggle fields inside a value.
  public static let fieldLinesAsEmail = ParsingLeniency(bit: 2)

  /// Accepts and drops whitespace between a field's name and its colon. Neither preset has this member.
  ///
  /// RFC 9112 section 5.1 requires a proxy to remove it, and says that it has led to request smuggling. Old application servers send it.
  public static let whitespaceBeforeColon = ParsingLeniency(bit: 17)

  /// Skips lines of a head that are not field lines, because they have no colon or their name is not a token, and reads the rest of the
  /// head. A line that continues a skipped one is skipped, too. Neither preset has this member.
  ///
  /// RFC 9112 section 5 allows only field lines. Scripts print warnings before their fields, such as `PHP Warning:  x in /f`. CPython loses
  /// the rest of the head behind such a line; curl and browsers skip it. A line whose name looks like `Content-Length` or
  /// `Transfer-Encoding` is still refused, because another parser may take it for that field. So is whitespace before the colon
  /// (``whitespaceBeforeColon``). This member does not apply to trailers.
  public static let illegalFieldLines = ParsingLeniency(bit: 20)

  /// Accepts a head that the end of the stream cuts off.
  ///
  /// RFC 9112 section 8 calls it incomplete. Servers that crash send it. A failure then looks like a success without a body.
  public static let truncatedHeads = ParsingLeniency(bit: 3)

  /// Accepts status lines with other whitespace than single spaces, with versions such as HTTP/0.9 or HTTP/1.10, and with status codes in
  /// Python's integer syntax.
  ///
  /// RFC 9112 section 4 allows one spelling of each. Test servers and embedded devices deviate from it.
  public static let looseStatusLines = ParsingLeniency(bit: 4)

  /// Accepts several spaces and tabs around the status code of a status line. Neither preset has this member; ``looseStatusLines`` accepts
  /// more than it.
  ///
  /// RFC 9112 section 4 asks for one space, and lets a recipient accept any whitespace, with a warning that parsers may come to different
  /// results. Hand-written servers send it. curl and Go accept several spaces, but refuse a tab after the version; CPython accepts both.
  public static let whitespaceInStatusLines = ParsingLeniency(bit: 21)

  /// Takes every interim response other than 100 (Continue) for the final one, and accepts 101 without an `Upgrade` in the request.
  ///
  /// RFC 9110 section 15.2 requires a client to wait for the final response. With this member, as in CPython, that response is lost.
  public static let interimAsFinal = ParsingLeniency(bit: 5)

  /// Reads a body after a 2xx reply to CONNECT, and opens a tunnel only after 200.
  ///
  /// RFC 9110 section 9.3.6 says that every 2xx reply switches to tunnel mode, whatever its fields say. CPython has no such rule.
  public static let tunnelsAsBodies = ParsingLeniency(bit: 19)

  // MARK: Framing

  /// Accepts `Content-Length` and chunk sizes in Python's integer syntax: with sign, underscores, whitespace and `0x`. A `Content-Length`
  /// that is not a number counts as absent.
  ///
  /// RFC 9110 section 8.6 and RFC 9112 section 7.1 allow only digits. With more, two parsers can read different lengths.
  public static let pythonIntegers = ParsingLeniency(bit: 6)

  /// Takes the first of several `Content-Length` values that differ.
  ///
  /// RFC 9112 section 6.3 step 5 calls this an unrecoverable error. It allows response splitting.
  public static let firstContentLengthWins = ParsingLeniency(bit: 7)

  /// Ignores a `Transfer-Encoding` that is not exactly `chunked`, and returns the body without decoding it.
  ///
  /// RFC 9112 section 6.3 step 4 says that such a body ends when the connection closes. The caller gets encoded bytes.
  public static let unknownTransferCodings = ParsingLeniency(bit: 8)

  /// Reuses a connection after a response with both `Transfer-Encoding` and `Content-Length`, or a chunked HTTP/1.0 response.
  ///
  /// RFC 9112 section 6.1 requires closing the connection, because such a response may be an attempt at response splitting.
  public static let reuseAfterLengthAndChunked = ParsingLeniency(bit: 9)

  /// Searches for `close` and `keep-alive` as text anywhere in the first `Connection` field.
  ///
  /// RFC 9110 section 7.6.1 says that all `Connection` fields are one list of tokens. With this member, `Connection: closeness` closes.
  public static let connectionTokensAsSubstrings = ParsingLeniency(bit: 10)

  /// Accepts any two bytes after a chunk's data, chunk-size lines that end in a bare line feed, and any byte in chunk extensions.
  ///
  /// RFC 9112 section 7.1 requires CRLF in both places. Otherwise parsers disagree about where a chunk starts (CVE-2025-43859).
  public static let uncheckedChunkEnds = ParsingLeniency(bit: 11)

  /// Accepts any lines in a trailer section and ignores them. The section may end with the stream.
  ///
  /// RFC 9112 section 7.1.2 requires field lines and an empty line after them.
  public static let looseTrailers = ParsingLeniency(bit: 12)

  /// Throws for a body that is cut short only in `read()`. The other reads return the bytes that came, and then none.
  ///
  /// RFC 9112 section 8 calls such a message incomplete. The caller does not notice the loss.
  public static let shortBodies = ParsingLeniency(bit: 13)

  /// Accepts the end of a TLS connection without close_notify as the end of a body.
  ///
  /// RFC 9112 section 9.8 calls such a body incomplete, because an attacker on the path can cut the connection. Many servers never send
  /// close_notify. As in CPython, the caller does not notice truncation.
  public static let raggedTLSEnd = ParsingLeniency(bit: 18)

  // MARK: The caller's side

  /// Accepts `"host:"`, with the default port.
  ///
  /// RFC 9110 section 4.2 allows it in URIs. The documentation of `http.client` does not.
  public static let emptyPort = ParsingLeniency(bit: 14)

  /// Sends a request on a kept connection without checking whether the peer has closed it. If it has, the request fails with
  /// `remoteDisconnected`.
  ///
  /// Without this member, such a connection is first opened again (RFC 9112 section 9.5). Likewise, a request whose writing fails throws
  /// with this member, although the peer may have refused it before it closed the connection; without it, the refusal is the result.
  public static let staleConnections = ParsingLeniency(bit: 15)

  /// Checks methods, field names and values, targets, hosts and ports only as far as CPython does, and what a request says of its own end
  /// and host not at all.
  ///
  /// CPython accepts any method without control characters, names with spaces inside, values with folds and NUL, and ports in Python's
  /// integer syntax. It sends bodies that are not as long as declared, `chunked` without chunks, several `Host` fields, content with TRACE,
  /// and CONNECT with the connection's `Host`. RFC 9110 sections 5 and 9 and RFC 9112 sections 3 and 6 forbid these. Servers disagree about
  /// their meaning, and may take a part of the request for another one.
  public static let looseRequestHeads = ParsingLeniency(bit: 16)
}
