/// The address and port that a connection is to come from (the `source_address` of `http.client.HTTPConnection`).
public struct SourceAddress: Sendable, Hashable {
  /// The name or numeric address of one of this machine's interfaces; empty for whichever the system chooses.
  public var host: String
  /// The port; 0 for whichever is free.
  public var port: Int

  /// A source address; the port is the system's to choose unless given.
  public init(_ host: String, port: Int = 0) {
    self.host = host
    self.port = port
  }
}
