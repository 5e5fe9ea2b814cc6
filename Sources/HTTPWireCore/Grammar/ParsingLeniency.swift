/// What a connection tolerates, as named members; each says what the RFC says, who sends such a thing and what follows from
/// accepting it. A member that is absent makes the thing an error, thrown before it can do harm.
///
/// Two presets: ``default`` is what RFC 9112 lets a careful user agent accept, and ``python`` is what CPython's `http.client` accepts.
///
/// ```swift
/// var leniency = ParsingLeniency.default
/// leniency.insert(.emptyPort)
/// let connection = try HTTPConnection("example.org:", leniency: leniency)
/// ```
public struct ParsingLeniency: OptionSet, Sendable, Hashable {
  /// The members as bits.
  public let rawValue: UInt64

  /// A set of the given bits.
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  private init(bit: UInt64) { self.init(rawValue: 1 << bit) }

  // MARK: Presets

  /// What RFC 9112 lets a careful user agent accept; whatever lets two parsers disagree about where a message ends is refused.
  public static let `default`: ParsingLeniency = [.bareLineFeed, .foldedFieldValues]

  /// What CPython's `http.client` accepts, for programs that depend on it and for the proof of parity.
  public static let python: ParsingLeniency = [
    .bareLineFeed, .pythonIntegers, .firstContentLengthWins, .unknownTransferCodings, .reuseAfterLengthAndChunked,
    .connectionTokensAsSubstrings, .fieldLinesAsEmail, .truncatedHeads, .looseStatusLines, .uncheckedChunkEnds, .looseTrailers,
    .shortBodies, .emptyPort, .interimAsFinal, .tunnelsAsBodies, .staleConnections, .looseRequestHeads, .raggedTLSEnd,
  ]

  // MARK: Heads

  /// A line of the head that ends in a bare line feed. RFC 9112 section 2.2 lets a recipient accept it; hand-written servers and CGI
  /// scripts send it. Never accepted inside chunk framing, where it lets parsers disagree (CVE-2025-22871).
  public static let bareLineFeed = ParsingLeniency(bit: 0)

  /// A field value continued on the next line (obs-fold). RFC 9112 section 5.2 has a user agent replace the fold by blanks; old mail
  /// gateways and long `Set-Cookie` values have it. The value is joined by one space.
  public static let foldedFieldValues = ParsingLeniency(bit: 1)

  /// Field lines parsed as Python's `email` package does: a lone carriage return ends a line, folds stay in the value as they came,
  /// blanks at the end of a value stay, NUL is kept, and from the first line that is no field the rest of the head is lost (see
  /// ``HTTPMessage/defects``). RFC 9112 sections 2.2 and 5 forbid all of it; accepting it lets a value smuggle in fields.
  public static let fieldLinesAsEmail = ParsingLeniency(bit: 2)

  /// Blanks between a field's name and its colon are dropped. RFC 9112 section 5.1 has a proxy drop them and says that they have led to
  /// smuggling; old application servers send them. Part of no preset.
  public static let whitespaceBeforeColon = ParsingLeniency(bit: 17)

  /// A head cut off by the end of the stream counts as complete. RFC 9112 section 8 calls it incomplete; servers that crash send it.
  /// Accepting it turns a failure into an empty success.
  public static let truncatedHeads = ParsingLeniency(bit: 3)

  /// Status lines with blanks other than one space, versions such as HTTP/0.9 or HTTP/1.10, and status codes in Python's integer
  /// syntax. RFC 9112 section 4 has one spelling of each; test doubles and embedded devices vary it.
  public static let looseStatusLines = ParsingLeniency(bit: 4)

  /// Every interim response but 100 (Continue) is taken for the final one, a 101 that was not asked for included. RFC 9110 section 15.2 has
  /// a client read on; accepting this loses the real response, as in CPython.
  public static let interimAsFinal = ParsingLeniency(bit: 5)

  /// A 2xx reply to CONNECT has a body like any other reply, and 200 alone opens a tunnel. RFC 9110 section 9.3.6 has every 2xx switch
  /// to tunnel mode, whatever its fields say; CPython knows no such rule.
  public static let tunnelsAsBodies = ParsingLeniency(bit: 19)

  // MARK: Framing

  /// `Content-Length` and chunk sizes in Python's integer syntax: sign, underscores, blanks, `0x`; what is no number at all counts as
  /// absent. RFC 9110 section 8.6 and RFC 9112 section 7.1 know digits only; accepting more lets two parsers read different lengths.
  public static let pythonIntegers = ParsingLeniency(bit: 6)

  /// Of several `Content-Length` values that differ the first wins. RFC 9112 section 6.3 step 5 calls it an unrecoverable error;
  /// accepting it is response splitting.
  public static let firstContentLengthWins = ParsingLeniency(bit: 7)

  /// A `Transfer-Encoding` that is not exactly `chunked` leaves the body as it is, framing and all. RFC 9112 section 6.3 step 4 reads
  /// such a body to the end of the connection; a client that knows no such coding hands out undecoded bytes.
  public static let unknownTransferCodings = ParsingLeniency(bit: 8)

  /// A connection stays in use after a response with both `Transfer-Encoding` and `Content-Length`. RFC 9112 section 6.1 has it closed,
  /// because the pair is the mark of a smuggled response.
  public static let reuseAfterLengthAndChunked = ParsingLeniency(bit: 9)

  /// `close` and `keep-alive` are looked for anywhere in the first `Connection` field. RFC 9110 section 7.6.1 has a list of tokens over
  /// all fields; with this, `Connection: closeness` closes.
  public static let connectionTokensAsSubstrings = ParsingLeniency(bit: 10)

  /// The two bytes after a chunk's data are skipped unseen, and a chunk-size line may end in a bare line feed and hold any byte in its
  /// extensions. RFC 9112 section 7.1 has CRLF; accepting anything desynchronises parsers (CVE-2025-43859).
  public static let uncheckedChunkEnds = ParsingLeniency(bit: 11)

  /// Trailer lines may be anything, and the section may end with the stream. RFC 9112 section 7.1.2 has field lines and a blank line.
  public static let looseTrailers = ParsingLeniency(bit: 12)

  /// A body cut short is an error in `read()` alone; the other reads return what there is and then nothing. RFC 9112 section 8 calls
  /// the message incomplete; accepting it hides the loss.
  public static let shortBodies = ParsingLeniency(bit: 13)

  /// A body that ends with the connection may end without TLS's close_notify. RFC 9112 section 9.8 calls it incomplete, because anybody
  /// between can have cut the connection; many servers never send close_notify. Accepting it hides truncation, as CPython does.
  public static let raggedTLSEnd = ParsingLeniency(bit: 18)

  // MARK: The caller's side

  /// `"host:"` means the default port. RFC 9110 section 4.2 allows it in URIs, the documentation of `http.client` does not.
  public static let emptyPort = ParsingLeniency(bit: 14)

  /// A request is sent on a kept connection though its peer has already closed it, and fails with `remoteDisconnected`. Otherwise the
  /// connection is opened anew first (RFC 9112 section 9.5).
  public static let staleConnections = ParsingLeniency(bit: 15)

  /// Methods, field names, field values, targets, hosts and ports are checked only as far as CPython checks them: any method without
  /// control characters, names with blanks inside, values with folds and NUL, ports in Python's integer syntax. RFC 9110 sections 5 and
  /// 9 and RFC 9112 section 3 forbid them; servers disagree about what they mean.
  public static let looseRequestHeads = ParsingLeniency(bit: 16)
}
