public import HTTPWire

extension LoopbackServer {
  /// A response with its whole body.
  public struct Response: Sendable, Equatable {
    /// The status code.
    public var status: Int
    /// The reason phrase; nil for the usual one of the status.
    public var reason: String?
    /// The fields. A `Content-Length` is added unless they have one or a `Transfer-Encoding`.
    public var headers: HTTPMessage
    /// The body, sent as it is.
    public var body: [UInt8]

    /// A response with a body of bytes.
    public init(status: Int = 200, reason: String? = nil, headers: HTTPMessage = [:], body: [UInt8] = []) {
      self.status = status
      self.reason = reason
      self.headers = headers
      self.body = body
    }

    /// A response with a body of text, sent as UTF-8.
    public init(status: Int = 200, reason: String? = nil, headers: HTTPMessage = [:], text: String) {
      self.init(status: status, reason: reason, headers: headers, body: Array(text.utf8))
    }

    /// The bytes of the response to a request; without a request, to a GET.
    func bytes(inReplyTo request: ReceivedRequest?) -> [UInt8] {
      let isBodiless = (100..<200).contains(status) || status == 204 || status == 304
      let head = head(bodyCount: isBodiless ? nil : body.count)
      return isBodiless || request?.method == "HEAD" ? head : head + body
    }

    /// The status line, the fields and the empty line. `bodyCount` adds a `Content-Length`, unless the fields state the framing.
    func head(bodyCount: Int?) -> [UInt8] {
      var fields = headers
      if let bodyCount, !fields.contains("Content-Length"), !fields.contains("Transfer-Encoding") {
        fields.add("Content-Length", String(bodyCount))
      }
      return Array("HTTP/1.1 \(status) \(reason ?? Self.usualReason(status))\r\n".utf8) + Self.lines(of: fields) + [0x0D, 0x0A]
    }

    /// The field lines of a message.
    static func lines(of fields: HTTPMessage) -> [UInt8] {
      var bytes: [UInt8] = []
      for index in fields.indices {
        bytes += fields.nameBytes(at: index) + [0x3A, 0x20] + fields.valueBytes(at: index) + [0x0D, 0x0A]
      }
      return bytes
    }

    /// Whether the connection can be used again after this response.
    var keepsAlive: Bool { !headers.listItems("Connection").contains("close") }

    /// The phrases of the statuses used in examples (RFC 9110 section 15). Other phrases are empty, which RFC 9112 section 4 allows.
    private static func usualReason(_ status: Int) -> String {
      switch status {
      case 100: "Continue"
      case 103: "Early Hints"
      case 200: "OK"
      case 201: "Created"
      case 204: "No Content"
      case 301: "Moved Permanently"
      case 302: "Found"
      case 304: "Not Modified"
      case 400: "Bad Request"
      case 403: "Forbidden"
      case 404: "Not Found"
      case 407: "Proxy Authentication Required"
      case 413: "Content Too Large"
      case 500: "Internal Server Error"
      case 502: "Bad Gateway"
      default: ""
      }
    }
  }
}
