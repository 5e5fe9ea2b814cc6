import HTTPWire

/// What is measured of a request and its response, and told to whoever wants to see it.
final class Meter {
  /// The times of one exchange.
  struct Timing: Equatable {
    /// How long connecting took, from the name's look-up to tunnel and TLS; nil on a connection that was open already.
    var connect: Duration?
    /// From the beginning to the first byte of the response.
    var firstByte: Duration?
    /// From the beginning to the end of the body.
    var total = Duration.zero
    /// The bytes of the body.
    var bytes: Int64 = 0
  }

  /// Called with the lines of each request's head as it is sent.
  var onRequestLine: ((String) -> Void)?
  private(set) var timing = Timing()
  private let progress: Progress?
  private var start = Duration.zero
  private var head = HeadCollector()

  init(progress: Progress?) {
    self.progress = progress
  }

  /// Begins another exchange, whose request has a body of so many bytes.
  func beginExchange(bodyLength: Int64?, hasBody: Bool) {
    timing = Timing()
    start = Syscalls.monotonicTime()
    head = HeadCollector()
    if hasBody { progress?.begin(.sending, total: bodyLength) } else { progress?.begin(.receiving, total: nil) }
  }

  /// The response's body begins.
  func beginBody(length: UInt64?) {
    progress?.begin(.receiving, total: length.map { Int64(clamping: $0) })
  }

  /// Bytes of the response's body have come.
  func received(_ count: Int) {
    timing.bytes += Int64(count)
    progress?.advance(count)
  }

  /// The exchange is at its end.
  func endExchange() {
    timing.total = Syscalls.monotonicTime() - start
    progress?.end()
  }

  // MARK: From the stream

  func connected(after time: Duration) { timing.connect = time }

  func sawInput() {
    if timing.firstByte == nil { timing.firstByte = Syscalls.monotonicTime() - start }
  }

  func sent(_ bytes: Span<UInt8>) {
    progress?.advance(bytes.count)
    if let onRequestLine { head.add(bytes)?.forEach(onRequestLine) }
  }
}
