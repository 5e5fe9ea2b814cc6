/// Opens streams to servers. Set its ``dial(_:)`` as a connection's ``HTTPConnection/opener``, or give it to another dialer that goes
/// through it.
///
/// ```swift
/// struct Logged: Dialer {
///   func dial(_ target: ConnectionTarget) throws(HTTPException) -> any ByteStream {
///     print("connecting to \(target.host):\(target.port)")
///     return try TCPDialer().dial(target)
///   }
/// }
/// connection.opener = Logged().dial
/// ```
public protocol Dialer: Sendable {
  /// Opens a stream to a target, by the target's timeout and deadline and unless its canceller ends it. If it throws, it leaves nothing
  /// open.
  func dial(_ target: ConnectionTarget) throws(HTTPException) -> any ByteStream
}
