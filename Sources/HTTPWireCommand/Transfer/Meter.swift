import HTTPWire

/// Measures requests and their responses, for `--timing` and the progress line.
final class Meter {
  /// The times of one exchange.
  struct Timing: Equatable {
    /// The time to connect, from the look-up of the name to tunnel and TLS; nil on a connection that was already open.
    var connect: Duration?
    /// The time from the start to the first byte of the response.
    var firstByte: Duration?
    /// The time from the start to the end of the body.
    var total = Duration.zero
    /// The number of body bytes.
    var bytes: Int64 = 0
  }

  private(set) var timing = Timing()
  private let progress: Progress?
  private var start = Duration.zero

  init(progress: Progress?) {
    self.progress = progress
  }

  /// Starts another exchange. `bodyLength` is the length of the request's body in bytes, if it is known.
  func beginExchange(bodyLength: Int64?, hasBody: Bool) {
    timing = Timing()
    start = Syscalls.monotonicTime()
    if hasBody { progress?.begin(.sending, total: bodyLength) } else { progress?.begin(.receiving, total: nil) }
  }

  /// Starts the response's body.
  func beginBody(length: UInt64?) {
    progress?.begin(.receiving, total: length.map { Int64(clamping: $0) })
  }

  /// Counts bytes of the response's body.
  func received(_ count: Int) {
    timing.bytes += Int64(count)
    progress?.advance(count)
  }

  /// Ends the exchange.
  func endExchange() {
    timing.total = Syscalls.monotonicTime() - start
    progress?.end()
  }

  // MARK: From the connection

  func connected(after time: Duration) { timing.connect = time }

  func sawInput() {
    if timing.firstByte == nil { timing.firstByte = Syscalls.monotonicTime() - start }
  }

  func sent(_ count: Int) { progress?.advance(count) }
}
