/// The local address and port to connect from (the `source_address` of `http.client.HTTPConnection`).
public struct SourceAddress: Sendable, Hashable {
  /// The name or numeric address of one of this machine's interfaces; empty lets the system choose.
  public var host: String
  /// The port; 0 lets the system choose a free one.
  public var port: Int

  /// Makes a source address.
  public init(_ host: String, port: Int = 0) {
    self.host = host
    self.port = port
  }
}
