/// The places of the fields that decide the framing and the connection's end. One pass finds them all; a look-up by name would scan all
/// fields each time.
struct FramingFields: Sendable {
  /// The fields of one name.
  struct Places: Sendable {
    /// The index of the first field, if there is one.
    private(set) var first = 0
    private(set) var count = 0

    fileprivate mutating func add(_ index: Int) {
      if count == 0 { first = index }
      count &+= 1
    }
  }

  private(set) var contentLength = Places()
  private(set) var transferEncoding = Places()
  private(set) var connection = Places()
  /// Only ``ParsingLeniency/connectionTokensAsSubstrings`` uses this field and the next.
  private(set) var keepAlive = Places()
  private(set) var proxyConnection = Places()

  @inline(__always)
  init(of headers: HTTPMessage) {
    let slots = headers.slots.span
    for index in slots.indices {
      // The lengths rule out most names without a comparison.
      switch slots[index].nameCount {
      case 10:
        if headers.hasName("connection", at: index) {
          connection.add(index)
        } else if headers.hasName("keep-alive", at: index) {
          keepAlive.add(index)
        }
      case 14: if headers.hasName("content-length", at: index) { contentLength.add(index) }
      case 16: if headers.hasName("proxy-connection", at: index) { proxyConnection.add(index) }
      case 17: if headers.hasName("transfer-encoding", at: index) { transferEncoding.add(index) }
      default: break
      }
    }
  }
}
