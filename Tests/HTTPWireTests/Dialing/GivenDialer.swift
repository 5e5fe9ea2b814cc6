import HTTPWire
import HTTPWireTesting
import Synchronization

/// Hands out one stream, and keeps what it was asked for. Without a stream, it throws.
final class GivenDialer: Dialer, @unchecked Sendable {
  private let stream: (any ByteStream)?
  private let asked = Mutex<[ConnectionTarget]>([])

  init(_ stream: (any ByteStream)? = nil) { self.stream = stream }

  var targets: [ConnectionTarget] { asked.withLock { $0 } }

  func dial(_ target: ConnectionTarget) throws(HTTPException) -> any ByteStream {
    asked.withLock { $0.append(target) }
    guard let stream else { throw noMoreStreams }
    return stream
  }
}
