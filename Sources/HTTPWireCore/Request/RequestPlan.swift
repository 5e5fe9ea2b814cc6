/// What the caller's headers settle already, and what a request needs beside them (`HTTPConnection._send_request`). It touches no stream,
/// so that every driver plans a request alike.
package struct RequestPlan {
  package private(set) var hasHost = false
  package private(set) var hasAcceptEncoding = false
  private var hasContentLength = false
  private var hasTransferEncoding = false

  /// What is known of a body before it is sent.
  package enum Body: Sendable {
    /// There is none.
    case absent
    /// It has this many bytes.
    case length(Int)
    /// Its length shows only once it has been read.
    case unknownLength
  }

  package init(headers: HTTPMessage) {
    if headers.isEmpty { return }
    let slots = headers.slots.span
    for index in slots.indices {
      // Few names are as long as one of these.
      switch slots[index].nameCount {
      case 4: if headers.hasName("host", at: index) { hasHost = true }
      case 14: if headers.hasName("content-length", at: index) { hasContentLength = true }
      case 15: if headers.hasName("accept-encoding", at: index) { hasAcceptEncoding = true }
      case 17: if headers.hasName("transfer-encoding", at: index) { hasTransferEncoding = true }
      default: break
      }
    }
  }

  /// Whether the plan decides how the body's end is told, because the caller's headers don't.
  package var framesBody: Bool { !hasContentLength && !hasTransferEncoding }

  /// Adds the field that tells the body's end, unless the caller has given one, and returns whether to chunk the body. `encodeChunked`
  /// counts where the caller has given a `Transfer-Encoding`.
  ///
  /// Throws `invalidArgument` for a body of unknown length in HTTP/1.0, which knows no chunks (RFC 9112 section 6.1).
  package func addFraming(
    to head: inout RequestHead, of body: Body, method: String, version: HTTPVersion, encodeChunked: Bool
  ) throws(HTTPException) -> Bool {
    if hasContentLength { return false }
    if hasTransferEncoding { return encodeChunked }
    switch body {
    case .absent:
      if Self.expectsBody(method) { try head.add("Content-Length", "0") }
      return false
    case .length(let length):
      try head.add("Content-Length", String(length))
      return false
    case .unknownLength:
      guard version == .http11 || head.isLoose else {
        throw .invalidArgument("a body of unknown length needs a Content-Length in HTTP/1.0")
      }
      try head.add("Transfer-Encoding", "chunked")
      return true
    }
  }

  /// The methods whose requests have a body by definition, so that its absence must be told (RFC 9110 section 8.6).
  private static func expectsBody(_ method: String) -> Bool {
    guard let first = method.utf8.first, first | 0x20 == UInt8(ascii: "p") else { return false }
    return switch method.lowercased() {
    case "put", "post", "patch": true
    default: false
    }
  }
}
