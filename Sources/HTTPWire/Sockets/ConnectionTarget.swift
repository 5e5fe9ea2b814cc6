/// Where to connect to, from where, and how long to try.
public struct ConnectionTarget: Sendable, Hashable {
  /// A name or numeric address, without brackets; empty for this machine itself. One of IPv6 may carry its scope (`fe80::1%eth0`).
  public var host: String
  /// The port, 0 to 65535.
  public var port: Int
  /// How long to try each of the host's addresses; nil for as long as the system does.
  public var timeout: Duration?
  /// The address to connect from; nil for the system's choice.
  public var sourceAddress: SourceAddress?

  /// A target; it is checked when it is connected to.
  public init(host: String, port: Int, timeout: Duration? = nil, sourceAddress: SourceAddress? = nil) {
    self.host = host
    self.port = port
    self.timeout = timeout
    self.sourceAddress = sourceAddress
  }
}
