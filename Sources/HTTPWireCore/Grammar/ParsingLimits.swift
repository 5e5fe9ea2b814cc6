/// Limits for what a peer may send. Everything a peer can make grow has a limit here. Exceeding one throws `limitExceeded` or
/// `lineTooLong`.
///
/// ```swift
/// var limits = ParsingLimits()
/// limits.fieldCount = 50
/// let exchange = ClientExchange(limits: limits)
/// ```
public struct ParsingLimits: Sendable, Hashable {
  /// The longest line of a head or trailer section, in bytes with its line end (`http.client._MAXLINE`).
  public var lineLength = 65_536
  /// The largest number of field lines in a head, and in a trailer section (`maxResponseHeaders`).
  public var fieldCount = 100
  /// The largest head, in bytes with its line ends. A trailer section has the same limit, and so have all interim responses together.
  public var headLength = 307_200
  /// The largest number of interim responses before the final one.
  public var interimResponses = 100
  /// The longest chunk-size line, in bytes with its extensions and line end.
  public var chunkLineLength = 16_384
  /// The largest excess of chunk framing over twice the body's data, in bytes. Only the bytes of a size line beyond 20 count.
  public var chunkOverhead = 16_384

  /// The limits for use with ``ParsingLeniency/default``.
  public static let `default` = ParsingLimits()

  /// The limits of CPython: line lengths and counts only.
  public static let python: ParsingLimits = {
    var limits = ParsingLimits()
    limits.headLength = .max
    limits.chunkLineLength = limits.lineLength
    limits.chunkOverhead = .max
    return limits
  }()

  /// Creates limits equal to ``default``.
  public init() {}
}
