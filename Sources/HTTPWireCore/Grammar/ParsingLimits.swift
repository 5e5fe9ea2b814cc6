/// How much of each thing a peer may send before it is an error; all that grows with the peer's will has a bound here.
public struct ParsingLimits: Sendable, Hashable {
  /// The longest line of a head or trailer section or of chunk framing, in bytes with its line end (`http.client._MAXLINE`).
  public var lineLength = 65_536
  /// The largest number of field lines in a head, and in a trailer section (`maxResponseHeaders`).
  public var fieldCount = 100
  /// The largest head, in bytes, its line ends included; the trailer section has the same limit.
  public var headLength = 307_200
  /// The largest number of interim responses before the final one.
  public var interimResponses = 100
  /// The longest chunk-size line, in bytes, extensions included.
  public var chunkLineLength = 16_384
  /// The bytes of chunk framing beyond the usual that a body may have before they exceed twice its data.
  public var chunkOverhead = 16_384

  /// The limits that go with ``ParsingLeniency/default``.
  public static let `default` = ParsingLimits()

  /// The limits of CPython: lines and counts only.
  public static let python: ParsingLimits = {
    var limits = ParsingLimits()
    limits.headLength = .max
    limits.chunkLineLength = limits.lineLength
    limits.chunkOverhead = .max
    return limits
  }()

  /// Limits equal to ``default``, to be changed one by one.
  public init() {}
}
