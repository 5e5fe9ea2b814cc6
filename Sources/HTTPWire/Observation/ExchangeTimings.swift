/// When the steps of an exchange began and ended (``HTTPResponse/timings``). All times count from ``start``.
///
/// ```swift
/// connection.recordsTimings = true
/// try connection.request("GET", "/")
/// let response = try connection.getResponse()
/// _ = try response.read()
/// if let timings = response.timings { print(timings.lookUp?.duration ?? .zero, timings.firstByte ?? .zero, timings.total ?? .zero) }
/// ```
public struct ExchangeTimings: Sendable, Hashable {
  /// A step that took some time.
  public struct Step: Sendable, Hashable {
    /// When it began.
    public let start: Duration
    /// When it ended.
    public let end: Duration

    /// How long it took.
    public var duration: Duration { end - start }
  }

  /// When the exchange began: when its request was put together, before its connection was opened.
  public internal(set) var start: ContinuousClock.Instant
  /// Looking up the name; nil with a kept connection, or where nothing was looked up.
  public internal(set) var lookUp: Step?
  /// Connecting, from the first attempt to the connected stream; nil with a kept connection.
  public internal(set) var connect: Step?
  /// Asking a proxy for the tunnel, or a SOCKS proxy for its connection; nil without one.
  public internal(set) var tunnel: Step?
  /// The handshake of TLS with the server; nil without TLS and with a kept connection. With TLS to a proxy alone, it is that handshake.
  public internal(set) var tls: Step?
  /// Sending the request, from the first byte of its head to the last byte that was sent before the response began.
  public internal(set) var send: Step?
  /// When the first byte of the response came; nil if none has come. An interim response counts, unless more of the request was sent behind
  /// it.
  public internal(set) var firstByte: Duration?
  /// When the response ended; nil before its end.
  public internal(set) var total: Duration?
  /// Whether the request was sent on a connection that was open already.
  public internal(set) var isReused = false

  init(start: ContinuousClock.Instant) { self.start = start }
}
