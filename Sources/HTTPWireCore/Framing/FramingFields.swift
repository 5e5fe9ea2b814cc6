/// Where the fields stand in a head that its framing and the end of the connection depend on, found in one go: asking for each by its name
/// would go through all fields each time.
struct FramingFields: Sendable {
  /// The fields of one name.
  struct Places: Sendable {
    /// The index of the first, when there is one.
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
  /// These two are looked at in CPython's manner alone.
  private(set) var keepAlive = Places()
  private(set) var proxyConnection = Places()

  init(of headers: HTTPMessage) {
    let slots = headers.slots.span
    for index in slots.indices {
      // Few names are as long as one of these.
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
