import HTTPWire
import Support

/// What a connection sends to ask for a target, with its tunnel where one is set.
struct SentRequest {
  /// The host that was to be looked up.
  let host: String
  /// All that was written.
  let bytes: [UInt8]

  /// Nil when the connection refuses the target, or its host where the wire needs it in ASCII.
  init?(_ connection: HTTPConnection, _ target: String) {
    let stream = MemoryStream([Array("HTTP/1.1 200 OK\r\n\r\n".utf8)])
    var host: String?
    connection.opener = { (target) throws(HTTPException) in
      host = target.host
      return stream
    }
    do {
      try connection.putRequest("GET", target)
      try connection.endHeaders()
    } catch {
      require(host == nil, "what is wrong with a host or target shows before anything is opened", error)
      return nil
    }
    guard let host else { violated("a request opens the connection") }
    self.host = host
    bytes = stream.written
  }
}
